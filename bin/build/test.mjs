// `npm test`: everything that must hold, in the order of how quickly it tells. --full adds what takes longer.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
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

function vitest(projects, { env = {}, files = [], note = "" } = {}) {
  const report = path.join(reports, `vitest-${projects.join("-")}.json`);
  fs.rmSync(report, { force: true });
  const chosen = projects.flatMap((project) => ["--project", project]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["vitest", "run", ...files, ...chosen, "--passWithNoTests=false", ...reporters];
  const ok = run(`tests: ${projects.join(", ")}${note}`, "npx", args, env);
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

/** The level that scripts are isolated at on this machine, why no higher one, and every level that works here. */
function findIsolation() {
  const args = ["tsx", "--conditions=react-server", "bin/programs/testing/isolation-levels.ts"];
  return JSON.parse(
    spawnSync("npx", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).stdout,
  );
}

const isolation = findIsolation();
const told = `isolation: scripts run at level ${isolation.level}. ${isolation.reason}`.trim();
console.log(told);

/** The runner's tests at the levels below the machine's own, where they have run already. */
function lowerLevels() {
  for (const level of [3, 2, 1].filter((each) => each !== isolation.level)) {
    const options = {
      env: { WOOEY_TEST_ISOLATION: String(level) },
      files: ["server/runner"],
      note: ` at level ${level}`,
    };
    if (isolation.working.includes(level)) vitest(["database", "chaos"], options);
    else console.log(`\n── level ${level} does not work on this machine: the runner is NOT tested at it`);
  }
}

step("lint", "npx", ["biome", "check", "--error-on-warnings"]);
step("types", "sh", ["-c", "npx next typegen && npx tsc --noEmit"]);
step("lockfile", "node", ["bin/build/lockfile.mjs", "--check"]);
vitest(["unit", "database"]);
if (step("build", "node", ["bin/launch.cjs", "build"])) {
  vitest(["product"], { env: { WOOEY_TEST_CHAOS_JOBS: isFull ? "200" : "20" } });
  playwright();
}
if (isFull) {
  vitest(["chaos"]);
  lowerLevels();
}

console.log(`\n${told}`);
console.log(`in ${Math.round((Date.now() - startedAt) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
