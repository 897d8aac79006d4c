// `npm test`: everything that must hold, in the order of how quickly it tells. --full adds what takes longer.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const isFull = process.argv.includes("--full");
const reports = path.join(root, "test-results");
fs.mkdirSync(reports, { recursive: true });
const total = { passed: 0, failed: 0 };
const startedAt = Date.now();

function run(title, command, args, env = {}) {
  console.log(`\n── ${title}`);
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  console.log(`── ${title}: ${status === 0 ? "ok" : "FAILED"} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return status === 0;
}

/** A step without tests of its own counts as one. */
function step(title, command, args, env) {
  const ok = run(title, command, args, env);
  total[ok ? "passed" : "failed"]++;
  return ok;
}

function vitest(projects) {
  const report = path.join(reports, `vitest-${projects.join("-")}.json`);
  fs.rmSync(report, { force: true });
  const chosen = projects.flatMap((project) => ["--project", project]);
  const ok = run(`tests: ${projects.join(", ")}`, "npx", [
    "vitest",
    "run",
    ...chosen,
    "--passWithNoTests=false",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  const { numPassedTests = 0, numFailedTests = 0 } = fs.existsSync(report)
    ? JSON.parse(fs.readFileSync(report, "utf8"))
    : {};
  total.passed += numPassedTests;
  total.failed += ok ? numFailedTests : Math.max(1, numFailedTests);
}

function playwright() {
  const report = path.join(reports, "playwright.json");
  fs.rmSync(report, { force: true });
  const ok = run("tests: browser", "npx", ["playwright", "test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const { stats = { expected: 0, unexpected: 0, flaky: 0 } } = fs.existsSync(report)
    ? JSON.parse(fs.readFileSync(report, "utf8"))
    : {};
  total.passed += stats.expected;
  // A test that passes only at the second try is a race in the product.
  const bad = stats.unexpected + stats.flaky;
  total.failed += ok ? bad : Math.max(1, bad);
}

step("lint", "npx", ["biome", "check", "--error-on-warnings"]);
step("types", "sh", ["-c", "npx next typegen && npx tsc --noEmit"]);
step("lockfile", "node", ["bin/lockfile.mjs", "--check"]);
vitest(["unit", "database"]);
if (step("build", "node", ["bin/launch.cjs", "build"])) playwright();
if (isFull) vitest(["chaos"]);

console.log(`\nin ${Math.round((Date.now() - startedAt) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
