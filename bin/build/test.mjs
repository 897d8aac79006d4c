// `npm test`: everything that must hold, in the order of how quickly it is known. `npm test -- PATTERN` runs only the
// tests whose file or name contains PATTERN. --full adds the tests that kill processes and the lower isolation levels,
// --long runs the proofs that take longer than two minutes.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chooseTests } from "./choose-tests.mjs";
import { listPlaywrightFailures, listVitestFailures } from "./failed-tests.mjs";
import { findS3Server } from "./s3-server.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const options = process.argv.slice(2).filter((word) => word.startsWith("--"));
const patterns = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const reports = path.join(root, "test-results");
const check = ["node", "bin/build/check.mjs"];
const total = { passed: 0, failed: 0 };
/** What failed, for the end of the output: whoever reads only that must see it. */
const failures = [];
const startedAt = Date.now();
/** Adds the journeys with the tag @full and the phone (playwright.config.ts), and more random cases. */
const thorough = { WOOEY_TEST_FULL: "true" };
/** Tests of the runner that do not depend on how scripts are isolated. */
const sameAtEveryLevel = [
  "builder.chaos",
  "builder.db",
  "claim.db",
  "cleanup.db",
  "inngest-server.chaos",
  "virus-scan.db",
];
fs.mkdirSync(reports, { recursive: true });

if (patterns.length > 0) await runChosen(patterns.join(" "));
else if (options.includes("--long")) await runLong();
else await runAll({ isFull: options.includes("--full") });

if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join("\n")}`);
console.log(`in ${Math.round((Date.now() - startedAt) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

async function runAll({ isFull }) {
  // The check of our Python takes longest and uses one processor, so it ends during the build. The types need the folder
  // that the build replaces.
  const python = step("check: python", [...check, "python"], { isBuffered: true });
  // A server for the tests of storage in a bucket: it takes a minute to build where it is not in the cache.
  const s3Server = isFull ? findS3Server() : null;
  const isolation = findIsolation();
  const summary = `isolation: scripts run at level ${isolation.level}. ${isolation.reason}`.trim();
  console.log(summary);
  await step("check", [...check, "types", "rules", "biome", "packages"]);
  const isBuilt = await build();
  await python;
  // The product's test mostly waits until what it has killed is there again, so the others run meanwhile.
  const env = isFull ? thorough : {};
  const productEnv = { ...env, WOOEY_TEST_CHAOS_JOBS: "200" };
  const product = isBuilt && isFull ? vitest(["product"], { env: productEnv, isBuffered: true }) : null;
  await vitest(["unit", "user", "database"], { env });
  await product;
  if (isBuilt) await playwright([], env);
  if (isFull) {
    await testBucket(await s3Server);
    await vitest(["chaos"], { env });
    await testLowerLevels(isolation);
  }
  console.log(`\n${summary}`);
}

/**
 * The product loses no job among a thousand while its processes are killed, and answers a hundred thousand requests of
 * nonsense without a failure, and those that are generated from the API's document as it says; a client that is generated
 * for Python works; and so do the image and the examples of proxies.
 */
async function runLong() {
  if (!(await build())) return;
  await vitest(["product"], { env: { WOOEY_TEST_CHAOS_JOBS: "1000" } });
  const missing = ["bwrap", "debootstrap", "nginx", "caddy"].filter((program) => !isInstalled(program));
  if (process.getuid?.() === 0 && missing.length === 0) await vitest(["long"]);
  else
    console.log(
      `\n── the image and proxies are NOT tested: that needs root and ${missing.join(", ") || "nothing else"}`,
    );
  const long = { ...thorough, WOOEY_TEST_LONG: "true", WOOEY_TEST_FUZZ_REQUESTS: "100000" };
  await playwright(["e2e/routes.spec.ts", "e2e/openapi.spec.ts", "--no-deps"], long);
}

async function runChosen(pattern) {
  const chosen = chooseTests(root, pattern);
  if (!chosen) {
    console.error(`There is no test whose file or name contains "${pattern}".`);
    total.failed++;
    return;
  }
  const { vitestFiles, browserFiles, name } = chosen;
  const nameOption = (option) => (name ? [option, name] : []);
  const isProduct = (file) => /^bin\/.*\.(chaos|long)\.test\.ts$/.test(file);
  if (vitestFiles.some(isProduct) || browserFiles.length > 0) if (!(await build())) return;
  if (vitestFiles.length > 0) {
    const projects = ["unit", "user", "database", "chaos", "product", "long", ...(await chooseS3(vitestFiles))];
    await vitest(projects, {
      env: thorough,
      files: [...vitestFiles, "--passWithNoTests", ...nameOption("--testNamePattern")],
    });
  }
  if (browserFiles.length > 0) await playwright([...browserFiles, "--no-deps", ...nameOption("--grep")], thorough);
}

function isInstalled(program) {
  return (process.env.PATH ?? "").split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, program)));
}

/** The server is only built for tests that need it. */
async function chooseS3(files) {
  if (!files.some((file) => file.includes(".s3.test."))) return [];
  const { missing } = await findS3Server();
  if (missing !== undefined) console.log(`\n── storage in a bucket is NOT tested: ${missing}`);
  return missing === undefined ? ["s3"] : [];
}

function build() {
  return step("build", ["node", "bin/launch.cjs", "build"]);
}

/** Runs the tests of storage in a bucket of a real S3 server, if there is one. */
async function testBucket({ missing }) {
  if (missing === undefined) await vitest(["s3"], { env: thorough });
  else console.log(`\n── storage in a bucket is NOT tested: ${missing}`);
}

/** Runs the runner's tests at the isolation levels below this machine's best, at which they have run already. */
async function testLowerLevels(isolation) {
  for (const level of [3, 2, 1].filter((each) => each !== isolation.level)) {
    const options = {
      env: { ...thorough, WOOEY_TEST_ISOLATION: String(level) },
      files: ["server/runner", ...sameAtEveryLevel.flatMap((name) => ["--exclude", `**/${name}.test.ts`])],
      note: ` at level ${level}`,
    };
    if (isolation.working.includes(level)) await vitest(["database", "chaos"], options);
    else console.log(`\n── level ${level} does not work on this machine: the runner is NOT tested at it`);
  }
}

/** The level that scripts are isolated at on this machine, why it is no higher, and every level that works here. */
function findIsolation() {
  const args = ["tsx", "--conditions=react-server", "bin/programs/testing/isolation-levels.ts"];
  return JSON.parse(
    spawnSync("npx", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).stdout,
  );
}

/** A step without tests counts as one. */
async function step(title, command, options) {
  const ok = await run(title, command, options);
  total[ok ? "passed" : "failed"]++;
  if (!ok) failures.push(title);
  return ok;
}

async function vitest(projects, { env = {}, files = [], note = "", isBuffered = false } = {}) {
  const report = path.join(reports, `vitest-${projects.join("-")}.json`);
  fs.rmSync(report, { force: true });
  const chosen = projects.flatMap((project) => ["--project", project]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const command = ["npx", "vitest", "run", ...chosen, ...reporters, ...files];
  const ok = await run(`tests: ${projects.join(", ")}${note}`, command, { env, isBuffered });
  const result = readReport(report);
  const { numPassedTests = 0, numFailedTests = 0 } = result;
  count({ ok, passed: numPassedTests, failed: numFailedTests });
  if (!ok) addFailures(`tests: ${projects.join(", ")}${note}`, listVitestFailures(result, root));
}

async function playwright(args = [], env = {}) {
  const report = path.join(reports, "playwright.json");
  fs.rmSync(report, { force: true });
  const ok = await run("tests: browser", ["npx", "playwright", "test", "--reporter=list,json", ...args], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  const result = readReport(report);
  const { expected = 0, unexpected = 0, flaky = 0 } = result.stats ?? {};
  // A test that passes only at the second try is a race in the product.
  count({ ok, passed: expected, failed: unexpected + flaky });
  if (!ok) addFailures("tests: browser", listPlaywrightFailures(result));
}

/** Whether the command succeeds. With `isBuffered`, its output appears at its end, in one piece. */
async function run(title, [command, ...args], { env = {}, isBuffered = false } = {}) {
  if (!isBuffered) console.log(`\n── ${title}`);
  const started = Date.now();
  const stdio = isBuffered ? ["ignore", "pipe", "pipe"] : "inherit";
  const child = spawn(command, args, { cwd: root, stdio, env: { ...process.env, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const status = await new Promise((resolve) => child.once("close", resolve).once("error", () => resolve(1)));
  if (isBuffered) console.log(`\n── ${title}\n${output}`);
  console.log(`── ${title}: ${status === 0 ? "ok" : "FAILED"} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return status === 0;
}

function addFailures(title, failed) {
  if (failed.length === 0) failures.push(title);
  else failures.push(...failed.map((test) => `${title}: ${test}`));
}

function readReport(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
}

function count({ ok, passed, failed }) {
  total.passed += passed;
  total.failed += ok ? failed : Math.max(1, failed);
}
