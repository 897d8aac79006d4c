// `npm run check`: formats, rules, types and our Python. The checks run at the same time, and each prints what it has
// found when it ends. With names, only those: `npm run check -- types rules`.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const environment = {
  ...process.env,
  PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env.PATH}`,
};

/** The longest first. Commands of one check run one after another. */
const checks = {
  python: [["node", "bin/build/check-python.mjs"]],
  types: [
    ["next", "typegen"],
    ["tsc", "--noEmit"],
  ],
  biome: [["biome", "check", "--error-on-warnings"]],
  rules: [
    ["node", "bin/build/check-shapes.mjs"],
    ["node", "bin/build/check-jsx-texts.mjs"],
    ["node", "bin/build/retired-words.mjs"],
  ],
  packages: [
    ["node", "bin/build/lockfile.mjs", "--check"],
    ["node", "bin/build/licences.mjs", "--check"],
  ],
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in checks));
if (unknown.length > 0)
  throw new Error(`There is no check ${unknown.join(", ")}: choose ${Object.keys(checks).join(", ")}.`);
const chosen = Object.entries(checks).filter(([name]) => names.length === 0 || names.includes(name));
const results = await Promise.all(chosen.map(([name, commands]) => runCheck(name, commands)));
process.exitCode = results.every(Boolean) ? 0 : 1;

/** Whether all commands of a check succeed. */
async function runCheck(name, commands) {
  const startedAt = Date.now();
  let output = "";
  let ok = true;
  for (const command of commands) {
    const result = await run(command);
    output += result.output;
    ok &&= result.ok;
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${output.trimEnd()}${output ? "\n" : ""}${name}: ${ok ? "ok" : "FAILED"} in ${seconds} s\n`);
  return ok;
}

async function run([program, ...args]) {
  const child = spawn(program, args, { cwd: root, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const ok = await new Promise((resolve) => {
    child.once("close", (code) => resolve(code === 0));
    child.once("error", (error) => {
      output += `${error.message}\n`;
      resolve(false);
    });
  });
  return { ok, output };
}
