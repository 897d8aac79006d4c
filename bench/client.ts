/**
 * npx tsx --conditions=react-server bench/client.ts [runs]
 * Runs scripts by the client, `wooey run SCRIPT -- …`, at the built app with its own PostgreSQL and worker, and by
 * themselves. Prints how much longer the client takes (25 runs) and how soon Ctrl-C has ended the script; exits with 1 if a
 * promise is broken. Uses temporary folders. bench/client-corpus.ts compares what the client and the scripts write.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CLIENT } from "../bin/build/bundle.mjs";
import { run, runClient, start } from "./client-runs";
import { exitCode, password, report, startInstance } from "./instance";

const runs = Number(process.argv[2] ?? 25);
const SLOWER_MS_MAX = 150;
const INTERRUPT_MS_MAX = 300;

const greeter = `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--who", default="world")
args = parser.parse_args()
print("Hello", args.who)
open("greeting.txt", "w").write(args.who)
`;
const sleeper = `import time\nprint("started", flush=True)\ntime.sleep(600)\n`;

const home = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-client-bench-"));
const app = await startInstance({
  WOOEY_ENABLE_API_KEYS: "true",
  WOOEY_LIMIT_SUBMITS_PER_SECOND: "1000",
  WOOEY_MINIMUM_ISOLATION: "0",
});

try {
  app.wooey("user", "create", "bench", "--password", password);
  const key = app.wooey("api-key", "create", "--user", "bench", "--name", "bench");
  const env = { ...process.env, XDG_CONFIG_HOME: home, WOOEY_SERVER: app.origin, WOOEY_API_KEY: key };
  await measureRuns(env);
  await measureInterruption(env);
} finally {
  await app.stop();
  fs.rmSync(home, { recursive: true, force: true });
}
process.exit(exitCode());

async function measureRuns(env: NodeJS.ProcessEnv): Promise<void> {
  app.addScript("greeter", greeter);
  const file = path.join(home, "greeter.py");
  fs.writeFileSync(file, greeter);
  const slower: number[] = [];
  for (let count = 0; count < runs + 2; count += 1) {
    const alone = await run("python3", [file, "--who", "you"], { env, home });
    const asJob = await runClient(["run", "greeter", "--", "--who", "you"], { env, home });
    if (asJob.code !== 0 || !asJob.stdout.equals(alone.stdout)) throw new Error(`It failed: ${asJob.stderr}`);
    // The first ones connect to the database and compile queries.
    if (count >= 2) slower.push(asJob.durationMs - alone.durationMs);
  }
  const median = slower.sort((a, b) => a - b)[Math.floor(slower.length / 2)] ?? 0;
  report(
    `wooey run takes ${median.toFixed(0)} ms longer than the script itself (median of ${runs}, <= ${SLOWER_MS_MAX})`,
    {
      isKept: median <= SLOWER_MS_MAX,
    },
  );
}

async function measureInterruption(env: NodeJS.ProcessEnv): Promise<void> {
  app.addScript("sleeper", sleeper);
  const durations: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    const { child } = start(process.execPath, [CLIENT, "run", "sleeper"], { env, home });
    const ended = new Promise((resolve) => child.once("close", resolve));
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    const at = performance.now();
    child.kill("SIGINT");
    while (isRunning("sleeper.py")) await new Promise((resolve) => setTimeout(resolve, 2));
    durations.push(performance.now() - at);
    await ended;
  }
  const longest = Math.max(...durations);
  report(
    `${longest.toFixed(0)} ms after Ctrl-C no process of the script is left (longest of 5, <= ${INTERRUPT_MS_MAX})`,
    {
      isKept: longest <= INTERRUPT_MS_MAX,
    },
  );
}

function isRunning(name: string): boolean {
  return fs.readdirSync("/proc").some((pid) => {
    try {
      return /^\d+$/.test(pid) && fs.readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(name);
    } catch {
      return false;
    }
  });
}
