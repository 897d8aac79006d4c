// npm run check:python [--fix]: lints, formats and type-checks our Python programs. The tools are
// installed once from requirements-dev.txt into a virtual environment that is kept; after that nothing is fetched.
import { execFileSync, spawnSync } from "node:child_process";
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
const failed = checks.filter(([tool, ...words]) => !passes(tool, words));
process.exitCode = failed.length > 0 ? 1 : 0;

function passes(tool, words) {
  const env = { ...process.env, PYTHONPATH: path.join(root, "server/introspection"), PYTHONDONTWRITEBYTECODE: "1" };
  const { status, stdout, stderr } = spawnSync(path.join(tools, tool), words, { cwd: root, env, encoding: "utf8" });
  if (status !== 0) process.stdout.write(`${tool} ${words.join(" ")}\n${stdout}${stderr}\n`);
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
      execFileSync(python(), ["-m", "venv", environment], { stdio: "pipe" });
      const options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"];
      execFileSync(path.join(environment, "bin/python"), ["-m", "pip", "install", ...options, "-r", requirements], {
        stdio: "pipe",
      });
    } catch (error) {
      console.error(`The tools that check the Python sources could not be installed. They need Python 3.10 or newer with
venv and pip, and a package index such as PyPI, the first time.\n${error.stderr ?? error.message}`);
      process.exit(1);
    }
    fs.writeFileSync(done, "");
  }
  return path.join(environment, "bin");
}

/** The first Python on the PATH that is new enough for the tools. */
function python() {
  const isNewEnough = `import sys; sys.exit(sys.version_info < (${pythonOldest.join(", ")}))`;
  const found = candidates.find((name) => spawnSync(name, ["-c", isNewEnough]).status === 0);
  if (!found) throw new Error(`None of ${candidates.join(", ")} is Python ${pythonOldest.join(".")} or newer.`);
  return found;
}
