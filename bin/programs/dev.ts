import path from "node:path";
import { performance } from "node:perf_hooks";
import { env, isLoopback, loadEnvFile } from "@/server/env";
import { projectRoot } from "@/server/root";
import { openDataFolder } from "./data-folder";
import { findFreePort, serverAddress } from "./port";
import { runSetup } from "./run-setup";
import { type Supervised, supervise } from "./supervised";
import { type Lifetime, runSupervisor } from "./supervisor";
import { type Watch, watchPrograms } from "./watch-programs";

// `npm run dev`: the product while it is being changed. Next compiles each page when it is first opened, and reloads it
// in the browser; web and worker restart when one of their sources changes. It has its own data folder, bundles and
// port, so that `npm start` can run at the same time.
process.title = "wooey-dev";
const log = (line: string) => console.log(line);
const GRACE_MS = 2000;

let watch: Watch | null = null;
let web: Supervised | null = null;
let worker: Supervised | null = null;

await runSupervisor({ start, stop, log });

async function start({ openDatabase, isStopping }: Lifetime): Promise<void> {
  loadEnvFile(projectRoot());
  process.env.WOOEY_DATA_DIR ??= "./data/development";
  // A password that everyone knows is safe only where nobody else can connect.
  if (isLoopback(process.env.HOST ?? "127.0.0.1")) process.env.WOOEY_ADMIN_PASSWORD ??= "development";
  const settings = env();
  await openDataFolder(settings.WOOEY_DATA_DIR);
  const folder = path.join(projectRoot(), "dist", "development");
  const [url, port] = await Promise.all([openDatabase(), findFreePort(settings.HOST, settings.PORT), bundle(folder)]);
  if (isStopping()) return;
  const environment = { DATABASE_URL: url, PORT: String(port), NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1" };
  web = supervise({ program: "web", folder, environment, log });
  await Promise.all([web.ready, runSetup(folder, environment)]);
  if (isStopping()) return;
  worker = supervise({ program: "worker", folder, environment, log });
  await worker.ready;
  if (isStopping()) return;
  const seconds = (performance.now() / 1000).toFixed(1);
  log(`Wooey is ready for development at ${serverAddress(settings.HOST, port)}, after ${seconds} s.`);
  if (settings.WOOEY_ADMIN_PASSWORD)
    log(`Sign in as ${settings.WOOEY_ADMIN_USER} with the password ${settings.WOOEY_ADMIN_PASSWORD}. Ctrl-C ends it.`);
}

/** Bundles the programs, and bundles and restarts those whose sources change. */
async function bundle(folder: string): Promise<void> {
  const restart = async (program: string) => {
    log(`The sources of the ${program} process have changed. It is being restarted.`);
    await (program === "web" ? web : worker)?.restart(GRACE_MS);
  };
  watch = await watchPrograms(folder, (program) => void restart(program));
}

/** Ends web and worker; running scripts continue. */
async function stop(): Promise<undefined> {
  await watch?.stop();
  await Promise.all([web?.stop(GRACE_MS), worker?.stop(GRACE_MS)]);
}
