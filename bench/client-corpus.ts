/**
 * npx tsx --conditions=react-server bench/client-corpus.ts [--count N] FOLDER OR FILE...
 * Runs Python scripts by the client, `wooey run SCRIPT -- …`, and by themselves in a sandbox: without arguments, and with N
 * lists of arguments (2) that are generated from what introspection finds. Prints which of them differ in stdout, stderr, exit
 * code or files; exits with 1 if any does. The built app runs with its own PostgreSQL and worker in temporary folders, and
 * scripts with the first python3 of PATH, which may be that of a virtual environment.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fuzzInputs } from "@/command-line/testing/input-fuzz";
import { describeScript } from "../server/introspection/describe";
import { differences, type Ended, run, runClient } from "./client-runs";
import { exitCode, password, report, startInstance } from "./instance";

const words = process.argv.slice(2);
const at = words.indexOf("--count");
const count = at < 0 ? 2 : Number(words.splice(at, 2)[1]);
const python = execFileSync("which", ["python3"], { encoding: "utf8" }).trim();
const home = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-corpus-"));
const inputs = { "input.txt": "name,count\napple,3\npear,1\n" };
const app = await startInstance({
  WOOEY_ENABLE_API_KEYS: "true",
  WOOEY_LIMIT_SUBMITS_PER_SECOND: "1000",
  WOOEY_LIMIT_API_CALLS_PER_MINUTE: "100000",
});

try {
  app.wooey("user", "create", "bench", "--password", password);
  const key = app.wooey("api-key", "create", "--user", "bench", "--name", "bench");
  const env = { ...process.env, XDG_CONFIG_HOME: home, WOOEY_SERVER: app.origin, WOOEY_API_KEY: key };
  const counts = { scripts: 0, equal: 0, refused: 0, differing: 0 };
  for (const file of words.flatMap(scriptsIn)) {
    const slug = addScript(file);
    if (slug === null) continue;
    counts.scripts += 1;
    for (const args of [[], ...(await argumentsOf(file))]) {
      const [alone, asJob] = await Promise.all([
        runAlone(file, args, env),
        runClient(["run", slug, "--no-stdin", "--", ...args], { env, home, inputs }),
      ]);
      // Its library is not installed, as a note of the worker says to those who ran it by the client.
      if (alone.stderr.includes("ModuleNotFoundError")) continue;
      const outcome = judge(alone, asJob);
      counts[outcome] += 1;
      if (outcome === "differing") console.log(explain(file, args, { alone, asJob }));
    }
  }
  const { scripts, equal, refused, differing } = counts;
  const text = `${scripts} scripts: ${equal} runs equal, ${refused} refused by both, ${differing} differ (0)`;
  report(text, { isKept: differing === 0 });
} finally {
  await app.stop();
  fs.rmSync(home, { recursive: true, force: true });
}
process.exit(exitCode());

function scriptsIn(source: string): string[] {
  const isFile = fs.statSync(source).isFile();
  const files = isFile ? [source] : fs.readdirSync(source).map((name) => path.join(source, name));
  return files
    .map((file) => path.resolve(file))
    .filter(isPython)
    .sort();
}

function isPython(file: string): boolean {
  return (
    (fs.statSync(file).isFile() && /^#!.*python/.test(fs.readFileSync(file, "latin1").slice(0, 200))) ||
    file.endsWith(".py")
  );
}

/** Null for a script that cannot be read here, for example because its library is not installed. */
function addScript(file: string): string | null {
  try {
    const name = `${path.basename(path.dirname(file))} ${path.basename(file)}`.replaceAll(/\W+/g, " ");
    return /\/scripts\/([^/]+)\//.exec(app.wooey("script", "add", file, "--name", name))?.[1] ?? null;
  } catch {
    return null;
  }
}

async function argumentsOf(file: string): Promise<string[][]> {
  const { spec } = await describeScript({ file, filename: path.basename(file), python, ignoreBadImports: true });
  if (!spec) return [];
  const { accepted } = fuzzInputs(spec, { seed: 1, count: 10 * count, readFile: () => "input.txt" });
  // Without secrets, which others could see in a command line, and texts that only a person can read.
  const isShort = (argv: string[]) => argv.length > 0 && argv.every((word) => /^[ -~]{0,60}$/.test(word));
  return accepted
    .map(({ argv }) => argv)
    .filter(isShort)
    .slice(0, count);
}

/** Values are generated, so the script may write nowhere but to its folder, and has no network. */
function runAlone(file: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const seen = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", home, home];
  const sandbox = [...seen, "--unshare-net", "--unshare-pid", "--die-with-parent", "--new-session"];
  return run("bwrap", [...sandbox, "timeout", "20", python, file, ...args], { env, home, inputs });
}

function judge(alone: Ended, asJob: Ended): "equal" | "refused" | "differing" {
  if (asJob.code === 64 && alone.code !== 0) return "refused";
  return differences(alone, asJob).length === 0 ? "equal" : "differing";
}

function explain(file: string, args: string[], { alone, asJob }: { alone: Ended; asJob: Ended }): string {
  const tail = ({ stdout, stderr }: Ended) => `${stdout}${stderr}`.trim().slice(-200).replaceAll("\n", "⏎");
  const about = `${file} ${JSON.stringify(args)}: ${differences(alone, asJob).join(", ")}`;
  return `${about}\n    alone:  ${tail(alone)}\n    client: ${tail(asJob)}`;
}
