import path from "node:path";
import { performance } from "node:perf_hooks";
import { env, loadEnvFile } from "@/server/env";
import { StartError } from "@/server/errors";
import { projectRoot } from "@/server/root";
import { openDataFolder } from "./data-folder";
import { type KeptPostgres, keepPostgres } from "./kept-postgres";
import { findFreePort, isLoopback, serverAddress } from "./port";
import { runSetup } from "./run-setup";
import { type Supervised, supervise } from "./supervised";
import { type Watch, watchPrograms } from "./watch-programs";

// `npm run dev`: the product while it is being changed. Next compiles pages as they are asked for and reloads them in
// the browser; web and worker start again when a source of theirs changes. It has a data folder, bundles and a port of
// its own, so that `npm start` may run beside it.
process.title = "wooey-dev";
const log = (line: string) => console.log(line);
const GRACE_MS = 2000;

let postgres: KeptPostgres | null = null;
let watch: Watch | null = null;
let web: Supervised | null = null;
let worker: Supervised | null = null;
let stopping: Promise<void> | null = null;

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void stop(0));

try {
  await start();
} catch (error) {
  if (!stopping) {
    console.error(error instanceof StartError ? error.message : error);
    await stop(1);
  }
}

async function start(): Promise<void> {
  loadEnvFile(projectRoot());
  process.env.WOOEY_DATA_DIR ??= "./data/development";
  // A password that everybody knows is safe only where nobody else can connect.
  if (isLoopback(process.env.HOST ?? "127.0.0.1")) process.env.WOOEY_ADMIN_PASSWORD ??= "development";
  const settings = env();
  openDataFolder(settings.WOOEY_DATA_DIR);
  const folder = path.join(projectRoot(), "dist", "development");
  const [url, port] = await Promise.all([openDatabase(), findFreePort(settings.HOST, settings.PORT), bundle(folder)]);
  if (stopping) return;
  const environment = { DATABASE_URL: url, PORT: String(port), NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1" };
  web = supervise({ program: "web", folder, environment, log });
  await Promise.all([web.ready, runSetup(folder, environment)]);
  if (stopping) return;
  worker = supervise({ program: "worker", folder, environment, log });
  await worker.ready;
  if (stopping) return;
  const seconds = (performance.now() / 1000).toFixed(1);
  log(`Wooey is ready for development at ${serverAddress(settings.HOST, port)}, after ${seconds} s.`);
  if (settings.WOOEY_ADMIN_PASSWORD)
    log(`Sign in as ${settings.WOOEY_ADMIN_USER} with the password ${settings.WOOEY_ADMIN_PASSWORD}. Ctrl-C ends it.`);
}

async function openDatabase(): Promise<string> {
  const { DATABASE_URL, WOOEY_DATA_DIR } = env();
  if (DATABASE_URL) return DATABASE_URL;
  postgres = await keepPostgres(WOOEY_DATA_DIR, log);
  return postgres.url;
}

/** Bundles the programs, and bundles and restarts those whose sources change. */
async function bundle(folder: string): Promise<void> {
  const restart = async (program: string) => {
    log(`The sources of the ${program} process have changed. It is being restarted.`);
    await (program === "web" ? web : worker)?.restart(GRACE_MS);
  };
  watch = await watchPrograms(folder, (program) => void restart(program));
}

/** Ends web, worker and PostgreSQL, in this order; running scripts continue. */
function stop(exitCode: number): Promise<void> {
  stopping ??= (async () => {
    await watch?.stop();
    await Promise.all([web?.stop(GRACE_MS), worker?.stop(GRACE_MS)]);
    await postgres?.stop();
    process.exit(exitCode);
  })();
  return stopping;
}
