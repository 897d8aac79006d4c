// npm run check:python [--fix]: lints, formats and type-checks our Python programs. The tools are
// installed once from requirements-dev.txt into a virtual environment that is kept; after that nothing is fetched.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const requirements = path.join(root, "requirements-dev.txt");
const cache = path.join(root, "node_modules/.cache/python-tools");
const pythonOldest = [3, 10];
const candidates = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
const folders = ["server/introspection/describe", "server/runner", "server/sandbox"];

const tools = installedTools();
const fix = process.argv.includes("--fix");
const checks = [
  ["ruff", "check", ...(fix ? ["--fix"] : [])],
  ["ruff", "format", ...(fix ? [] : ["--check", "--quiet"])],
  ["mypy", "--no-error-summary"],
  ["vermin", "--target=3.8-", "--eval-annotations=no", "--violations", "--quiet", "--no-tips", ...folders],
  ["lint-imports", "--no-cache"],
];
// Fixing changes the files that the others read.
const first = fix ? checks.splice(0, 2) : [];
const results = [];
for (const check of first) results.push(await passes(check));
results.push(...(await Promise.all(checks.map(passes))));
process.exitCode = results.every(Boolean) ? 0 : 1;

/** Whether a tool finds nothing. What it finds is printed when it ends. */
async function passes([tool, ...words]) {
  const pythonPaths = {
    PYTHONPATH: path.join(root, "server/introspection"),
    PYTHONPYCACHEPREFIX: path.join(cache, "bytecode"),
  };
  const env = { ...process.env, ...pythonPaths };
  const child = spawn(path.join(tools, tool), words, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const status = await new Promise((resolve) => child.once("close", resolve).once("error", resolve));
  if (status !== 0) process.stdout.write(`${tool} ${words.join(" ")}\n${output}\n`);
  return status === 0;
}

/** The folder of the tools' programs, installed where they are missing. */
function installedTools() {
  const required = createHash("sha256").update(fs.readFileSync(requirements)).digest("hex").slice(0, 12);
  const environment = path.join(cache, required);
  const done = path.join(environment, "installed");
  if (!fs.existsSync(done)) {
    fs.rmSync(environment, { recursive: true, force: true });
    try {
      install(environment);
    } catch (error) {
      console.error(`The tools that check the Python sources could not be installed. They need Python 3.10 or newer with
venv and pip, and a package index such as PyPI, the first time.\n${error.stderr ?? error.message}`);
      process.exit(1);
    }
    fs.writeFileSync(done, "");
  }
  return path.join(environment, "bin");
}

/** Copying pip into the environment and compiling every module would take longer than everything else. */
function install(environment) {
  const host = python();
  const canInstallElsewhere = "import pip, sys; sys.exit(int(pip.__version__.split('.')[0]) < 23)";
  const isNew = spawnSync(host, ["-c", canInstallElsewhere]).status === 0;
  execFileSync(host, ["-m", "venv", ...(isNew ? ["--without-pip"] : []), environment], { stdio: "pipe" });
  const target = path.join(environment, "bin/python");
  const pip = isNew ? [host, "-m", "pip", "--python", target] : [target, "-m", "pip"];
  const options = ["--quiet", "--disable-pip-version-check", "--no-compile", "--no-deps", "--only-binary", ":all:"];
  execFileSync(pip[0], [...pip.slice(1), "install", ...options, "-r", requirements], { stdio: "pipe" });
}

/** The first Python on the PATH that is new enough for the tools. */
function python() {
  const isNewEnough = `import sys; sys.exit(sys.version_info < (${pythonOldest.join(", ")}))`;
  const found = candidates.find((name) => spawnSync(name, ["-c", isNewEnough]).status === 0);
  if (!found) throw new Error(`None of ${candidates.join(", ")} is Python ${pythonOldest.join(".")} or newer.`);
  return found;
}
