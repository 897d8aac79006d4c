import path from "node:path";
import { env, isLoopback, loadEnvFile, rawEnvironment, unknownSettings } from "@/server/env";
import { projectRoot } from "@/server/root";
import { installedPythons, noPython } from "@/server/sandbox/python";
import { buildPagesIfStale } from "../build/next-build";
import { openDataFolder } from "./data-folder";
import { checkPort, serverAddress } from "./port";
import { runSetup } from "./run-setup";
import { type Supervised, supervise } from "./supervised";
import { type Lifetime, runSupervisor } from "./supervisor";

// `npm start`: the supervisor. It owns the embedded PostgreSQL and keeps web and worker alive. It never touches a
// running script, and it imports neither Next nor the product's verbs, so that it stays small.
process.title = "wooey-start";
const log = (line: string) => console.log(line);

let web: Supervised | null = null;
let worker: Supervised | null = null;

await runSupervisor({ start, stop, log });

async function start({ openDatabase, isStopping, end }: Lifetime): Promise<void> {
  loadEnvFile(projectRoot());
  const settings = env();
  for (const name of unknownSettings(rawEnvironment()))
    log(`Warning: there is no setting ${name}; docs/settings.md lists the settings.`);
  warnIfOpen();
  await openDataFolder(settings.WOOEY_DATA_DIR);
  await checkPort(settings.HOST, settings.PORT);
  if ((await installedPythons()).length === 0) throw noPython();
  const [url] = await Promise.all([openDatabase(), buildPagesIfStale(log)]);
  if (isStopping()) return;
  const folder = path.join(projectRoot(), "dist");
  const environment = { DATABASE_URL: url, NODE_ENV: "production" };
  await runSetup(folder, environment);
  if (isStopping()) return;
  web = supervise({ program: "web", folder, environment, nodeArguments: ["--max-semi-space-size=4"], log });
  // A script that computes must not delay pages and the API.
  const lowPriority = { nodeArguments: ["--max-semi-space-size=2", "--heap-growing-percent=50"], niceness: 5 };
  worker = supervise({ program: "worker", folder, environment, ...lowPriority, log });
  const draining = worker;
  process.on("SIGUSR1", () => {
    log("The worker claims no more jobs. Wooey stops when the running ones have ended.");
    void draining.drain().then(end);
  });
  const [{ port }] = await Promise.all([web.ready, worker.ready]);
  if (isStopping()) return;
  log(`Wooey is ready at ${serverAddress(settings.HOST, port ?? settings.PORT)}`);
}

/** Ends web and worker within 2.5 s, so that all ends within 5 s; running scripts continue. */
async function stop(): Promise<string> {
  const [, running] = await Promise.all([web?.stop(2000), worker?.stop(2500)]);
  return `Wooey has stopped. ${describeRunning(running ?? 0)}`;
}

function describeRunning(count: number): string {
  if (count === 0) return "No script is running.";
  const scripts = count === 1 ? "1 script continues to run and is" : `${count} scripts continue to run and are`;
  return `${scripts} picked up at the next start.`;
}

function warnIfOpen(): void {
  const { HOST, PUBLIC_URL, WOOEY_ALLOW_ANONYMOUS, WOOEY_ALLOW_REGISTRATION, WOOEY_TRUSTED_PROXIES } = env();
  // Wooey itself speaks http, so a proxy must be in front of an https address.
  if (PUBLIC_URL?.startsWith("https:") && WOOEY_TRUSTED_PROXIES.length === 0) {
    log(
      "Warning: PUBLIC_URL is an https address, but WOOEY_TRUSTED_PROXIES does not contain the proxy in front. Everyone " +
        "seems to come from the proxy's address, and limits by address treat them as one.",
    );
  }
  if (isLoopback(HOST)) return;
  const open = [
    WOOEY_ALLOW_ANONYMOUS ? "anyone can run scripts without signing in (WOOEY_ALLOW_ANONYMOUS)" : "",
    WOOEY_ALLOW_REGISTRATION ? "anyone can register (WOOEY_ALLOW_REGISTRATION)" : "",
  ].filter(Boolean);
  if (open.length > 0) log(`Warning: listening on ${HOST}, where ${open.join(" and ")}.`);
}
