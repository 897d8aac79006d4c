import { setTimeout as sleep } from "node:timers/promises";
import { closeDatabase } from "@/db/client";
import { inngestMode } from "@/inngest/mode";
import { env, loadEnvFile, setDatabaseUrl } from "@/server/env";
import { StartError } from "@/server/errors";
import { projectRoot } from "@/server/root";
import { type StartedWorker, startWorker } from "@/server/runner/worker";
import { checkIdentity } from "@/server/settings/identity";
import { findDatabase } from "./database";
import { guardLog } from "./log";
import type { ChildMessage } from "./supervised";

// The worker process: it runs scripts, reads uploaded ones and, unless an Inngest server does, executes the durable
// functions. The supervisor starts one; `npm run worker` starts a further one. Scripts outlive it.
process.title = "wooey-worker";
guardLog();
const STOP_MS = 1_500;
let worker: StartedWorker | null = null;
let engine: { stop(): Promise<void> } | null = null;
let isStopping = false;
/** Whether SIGUSR1 has arrived, perhaps before the worker had started. */
let mustDrain = false;

for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end());
process.on("SIGUSR1", () => {
  mustDrain = true;
  drainIfAsked();
});
// The channel closes when the supervisor is gone, however it died.
process.on("disconnect", () => void end());

try {
  await start();
} catch (error) {
  if (process.connected) await report({ failed: error instanceof Error ? error.message : String(error) });
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}

async function start(): Promise<void> {
  loadEnvFile(projectRoot());
  if (!env().DATABASE_URL) setDatabaseUrl(findDatabase());
  if (!process.connected) await checkIdentity(); // The supervisor has done so.
  const log = (line: string) => console.error(`worker: ${line}`);
  // Whatever this process has in memory may be out of date: a new one takes over what runs here.
  const onLeaseLost = () => process.exit(1);
  worker = await startWorker({ slots: env().WOOEY_WORKER_SLOTS, onLog: log, onLeaseLost, onDrained });
  drainIfAsked();
  engine = inngestMode() === "embedded" ? await startEmbeddedEngine(worker) : null;
  if (!isStopping) process.send?.({ ready: {} } satisfies ChildMessage);
}

function drainIfAsked(): void {
  if (mustDrain) worker?.drain().catch((error) => console.error(error));
}

/** Ends a worker that has nothing left to do. A supervised one stays, because it would be started again. */
function onDrained(): void {
  if (process.connected) process.send?.({ drained: true } satisfies ChildMessage);
  else void end();
}

/** Loads the SDK only here: a worker next to an Inngest server can do without the memory that it costs. */
async function startEmbeddedEngine({ isUnderPressure }: StartedWorker): Promise<{ stop(): Promise<void> }> {
  const [{ startEngine }, { engineHandler }] = await Promise.all([
    import("@/inngest/engine/engine"),
    import("@/inngest/functions/handler"),
  ]);
  return startEngine({ handler: engineHandler, shouldYield: isUnderPressure });
}

/** Leaves the scripts running and reports how many there are; does not wait for a database that does not answer. */
async function end(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const running = worker?.running() ?? 0;
  const stopped = Promise.all([worker?.stop(), engine?.stop()]).then(closeDatabase);
  await Promise.race([stopped.catch(() => undefined), sleep(STOP_MS)]);
  await report({ running });
  process.exit(0);
}

/** Reports to the supervisor, or to the person who started this worker. */
function report(message: ChildMessage): Promise<void> {
  if (!process.connected) {
    console.log(JSON.stringify(message));
    return Promise.resolve();
  }
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}
