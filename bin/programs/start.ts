import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded";
import { childEnvironment, env, loadEnvFile, rawEnvironment, unknownSettings } from "@/server/env";
import { StartError } from "@/server/errors";
import { projectRoot } from "@/server/root";
import { installedPythons, noPython } from "@/server/sandbox/python";
import { buildPagesIfStale } from "../build/next-build";
import { lockDataFolder } from "./instance-lock";
import { type Supervised, supervise } from "./supervised";

// `npm start`: the supervisor. It owns the embedded PostgreSQL and keeps web and worker alive; it never touches a
// running script, and imports neither Next nor the product's verbs, so that it stays small.
process.title = "wooey-start";
const say = (line: string) => console.log(line);

let postgres: EmbeddedPostgres | null = null;
let web: Supervised | null = null;
let worker: Supervised | null = null;
let stopping: Promise<void> | null = null;

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void stop(0));

try {
  await start();
} catch (error) {
  if (!stopping) {
    console.error(
      error instanceof Error && error.name !== "Error" ? sentence(error) : ((error as Error).message ?? error),
    );
    await stop(1);
  }
}

async function start(): Promise<void> {
  loadEnvFile(projectRoot());
  const settings = env();
  for (const name of unknownSettings(rawEnvironment()))
    say(`Warning: the setting ${name} is not known; see the README.`);
  warnIfOpen();
  prepareDataFolder(settings.WOOEY_DATA_DIR);
  lockDataFolder(settings.WOOEY_DATA_DIR);
  await checkPort(settings.HOST, settings.PORT);
  if ((await installedPythons()).length === 0) throw noPython();
  const database = settings.DATABASE_URL
    ? Promise.resolve(settings.DATABASE_URL)
    : startDatabase(settings.WOOEY_DATA_DIR);
  const [url] = await Promise.all([database, buildPagesIfStale(say)]);
  if (stopping) return;
  const environment = () => ({ DATABASE_URL: url });
  await runSetup(environment());
  if (stopping) return;
  web = supervise({ program: "web", environment, nodeArguments: ["--max-semi-space-size=4"], say });
  // Scripts that compute are not to keep pages and the API waiting.
  const standsBack = { nodeArguments: ["--max-semi-space-size=2", "--heap-growing-percent=50"], niceness: 5 };
  worker = supervise({ program: "worker", environment, ...standsBack, say });
  const [{ port }] = await Promise.all([web.ready, worker.ready]);
  if (stopping) return;
  say(`Wooey is ready at http://${bracketed(settings.HOST)}:${port ?? settings.PORT}`);
}

/** Ends web, worker and PostgreSQL, in this order, within 5 s; scripts that run go on. */
function stop(exitCode: number): Promise<void> {
  stopping ??= (async () => {
    const [, running] = await Promise.all([web?.stop(2000), worker?.stop(2500)]);
    await postgres?.stop();
    if (exitCode === 0) say(`Wooey has stopped. ${describeRunning(running ?? 0)}`);
    process.exit(exitCode);
  })();
  return stopping;
}

function describeRunning(count: number): string {
  if (count === 0) return "No script is running.";
  const scripts = count === 1 ? "1 script goes on running and is" : `${count} scripts go on running and are`;
  return `${scripts} picked up at the next start.`;
}

function sentence(error: Error): string {
  return error instanceof StartError ? error.message : `${error.stack ?? error.message}`;
}

function warnIfOpen(): void {
  const { HOST, WOOEY_ALLOW_ANONYMOUS, WOOEY_ALLOW_REGISTRATION } = env();
  if (["127.0.0.1", "::1", "localhost"].includes(HOST)) return;
  const open = [
    WOOEY_ALLOW_ANONYMOUS ? "anybody may run scripts without signing in (WOOEY_ALLOW_ANONYMOUS)" : "",
    WOOEY_ALLOW_REGISTRATION ? "anybody may register (WOOEY_ALLOW_REGISTRATION)" : "",
  ].filter(Boolean);
  if (open.length > 0) say(`Warning: listening on ${HOST}, where ${open.join(" and ")}.`);
}

function prepareDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    const probe = path.join(folder, `.write-test-${process.pid}`);
    fs.writeFileSync(probe, "");
    fs.rmSync(probe);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? "no reason given";
    throw new StartError(
      `The data folder ${folder} cannot be written (${reason}): change its permissions, or set WOOEY_DATA_DIR to another folder.`,
      { cause },
    );
  }
}

/** Step by step: Node 20's own recursive mkdir never returns for a folder below /proc. */
function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) return;
  if (path.dirname(folder) !== folder) makeFolder(path.dirname(folder));
  fs.mkdirSync(folder);
}

/** A taken port is told before anything is started. */
function checkPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (cause: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `Port ${port} on ${host} is already taken: stop the program that uses it, or set PORT to another.`,
        EACCES: `Port ${port} may not be used by this user: set PORT to 1024 or more.`,
        EADDRNOTAVAIL: `HOST ${host} is not an address of this machine: set HOST to one of its own, or to 0.0.0.0 for all.`,
        ENOTFOUND: `HOST ${host} is not known: set HOST to an address of this machine.`,
      };
      reject(
        new StartError(
          why[cause.code ?? ""] ?? `HOST ${host} and PORT ${port} cannot be listened on (${cause.code}).`,
          { cause },
        ),
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** Starts the embedded PostgreSQL, and starts it again when it dies. */
async function startDatabase(dataFolder: string): Promise<string> {
  const folder = path.join(dataFolder, "postgres");
  const launch = async () => {
    const server = await startEmbeddedPostgres({ folder });
    postgres = server;
    let delayMs = 100;
    void server.exited.then(async () => {
      while (!stopping) {
        say("PostgreSQL ended and is started again.");
        try {
          await launch();
          return;
        } catch (error) {
          say((error as Error).message);
          await new Promise((resolve) => setTimeout(resolve, delayMs));
          delayMs = Math.min(delayMs * 2, 10_000);
        }
      }
    });
    return server.url("wooey");
  };
  return launch();
}

/** Migrations, the first administrator and the examples, in a process of their own that ends. */
function runSetup(environment: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [path.join(projectRoot(), "dist", "setup.js")], {
    cwd: projectRoot(),
    env: childEnvironment(environment),
    stdio: ["ignore", "inherit", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-8000);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new StartError(said.trim() || `Setting up the database failed (exit code ${code}).`));
    });
  });
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
