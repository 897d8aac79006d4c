// `npm run test:inngest -- --url http://127.0.0.1:8288 --signing-key KEY --event-key KEY`: the tests of the embedded
// engine, what it refuses, and the product's functions for 100 jobs, against a real Inngest server. It calls this machine
// at --origin (default http://127.0.0.1:3939). --pids 12,34 names its processes, which a test then stops and continues;
// with --restart COMMAND, another one kills them and starts the server again.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const text = { type: "string" };
const { values } = parseArgs({
  options: { url: text, "signing-key": text, "event-key": text, origin: text, pids: text, restart: text },
});
const { url, "signing-key": signingKey, "event-key": eventKey, pids = "", restart = "" } = values;
const { origin = "http://127.0.0.1:3939" } = values;
if (!url || !signingKey || !eventKey) {
  console.error("Say which server: npm run test:inngest -- --url URL --signing-key KEY --event-key KEY");
  process.exit(2);
}
if (restart && !pids) {
  console.error("--restart needs --pids: the processes that are killed before.");
  process.exit(2);
}

const environment = {
  ...process.env,
  INNGEST_TEST_BASE_URL: url,
  INNGEST_TEST_SIGNING_KEY: signingKey,
  INNGEST_TEST_EVENT_KEY: eventKey,
  INNGEST_TEST_SERVE_ORIGIN: origin,
  INNGEST_TEST_PIDS: pids,
  INNGEST_TEST_RESTART: restart,
  INNGEST_BASE_URL: url,
  INNGEST_SIGNING_KEY: signingKey,
  INNGEST_EVENT_KEY: eventKey,
  INNGEST_SERVE_ORIGIN: origin,
};
const vitest = path.join(root, "node_modules/.bin/vitest");
const { status } = spawnSync(vitest, ["run", "--project", "inngest-server"], {
  cwd: root,
  env: environment,
  stdio: "inherit",
});
process.exit(status ?? 1);
