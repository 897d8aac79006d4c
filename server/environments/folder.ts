import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";
import type { Message } from "@/server/language/message";

/**
 * The folder of one environment. `venv` belongs to the build until it is done; everything else belongs to the server.
 */
export interface EnvironmentFolder {
  root: string;
  venv: string;
  temporary: string;
  requirements: string;
  /** The versions that were installed on another machine (pip's constraints). */
  constraints: string;
  log: string;
}

/** What an environment was built from, stored in its folder for people. */
export interface EnvironmentAbout {
  python: { path: string; version: string };
  /** The interpreter as written in the virtual environment for which it was built; null for a PEP 723 block. */
  asked: string | null;
  requirements: string[];
  systemPackages: boolean;
  startedAt: string;
}

/** An environment's folder as it was found. */
export interface FoundEnvironment extends EnvironmentAbout {
  key: string;
  isReady: boolean;
  /** Its size on disk; null before it is ready. */
  sizeBytes: number | null;
  lastUsedAt: Date | null;
  /** Why its build failed; null if it did not fail. */
  problem: Message | null;
}

const READY = ".ready";
const ABOUT = "about.json";
const PROBLEM = "problem.json";

/** How long an unused environment is kept. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** Longer than any build takes: a half-built environment older than this was left by a worker that is gone. */
const HALF_BUILT_MS = 24 * 3_600_000;

/** The paths of an environment; creates nothing. */
export function environmentFolder(key: string): EnvironmentFolder {
  const root = path.join(base(), key);
  const inside = (name: string) => path.join(root, name);
  return {
    root,
    venv: inside("venv"),
    temporary: inside("tmp"),
    requirements: inside("requirements.txt"),
    constraints: inside("constraints.txt"),
    log: inside("build.log"),
  };
}

/** The name of the database lock under which an environment is built or removed. */
export function buildLock(key: string): string {
  return `wooey environment ${key}`;
}

/** Whether an environment is complete; if so, records that it is used. */
export function isReady(folder: EnvironmentFolder): boolean {
  const now = new Date();
  try {
    fs.utimesSync(readyFile(folder.root), now, now);
    return true;
  } catch (error) {
    // The functions of node:fs throw only such errors.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Creates an empty folder for a build and removes what an earlier one left unfinished. */
export async function makeEnvironmentFolder(
  folder: EnvironmentFolder,
  recipe: Omit<EnvironmentAbout, "startedAt"> & { constraints?: string[] },
) {
  await removeEnvironmentFolder(folder.root);
  await fs.promises.mkdir(base(), { recursive: true, mode: 0o711 });
  // Other users may enter and read it, because jobs have user ids of their own.
  for (const made of [folder.root, folder.venv]) fs.mkdirSync(made, { mode: 0o755 });
  fs.mkdirSync(folder.temporary, { mode: 0o700 });
  fs.writeFileSync(folder.requirements, `${recipe.requirements.join("\n")}\n`, { mode: 0o644 });
  fs.writeFileSync(folder.constraints, `${(recipe.constraints ?? []).join("\n")}\n`, { mode: 0o644 });
  fs.writeFileSync(folder.log, "");
  const { python, asked, requirements, systemPackages } = recipe;
  const about: EnvironmentAbout = {
    python: { path: python.path, version: python.version },
    asked,
    requirements,
    systemPackages,
    startedAt: new Date().toISOString(),
  };
  fs.writeFileSync(path.join(folder.root, ABOUT), JSON.stringify(about), { mode: 0o600 });
}

/**
 * Takes the built files away from the build's user, so that jobs can only read them, and marks the environment as
 * complete.
 */
export async function finishEnvironmentFolder(folder: EnvironmentFolder): Promise<void> {
  const sizeBytes = protect(folder.venv, fs.lstatSync(folder.venv).uid);
  await endBuild(folder);
  fs.writeFileSync(readyFile(folder.root), String(sizeBytes));
}

/** Records why the build failed. The folder keeps the log until the next try or for a day. */
export async function failEnvironmentFolder(folder: EnvironmentFolder, problem: Message): Promise<void> {
  await endBuild(folder);
  fs.writeFileSync(path.join(folder.root, PROBLEM), JSON.stringify(problem));
}

/** Closes what only the build must read: it may contain the password of a package index, and jobs do not need it. */
async function endBuild(folder: EnvironmentFolder): Promise<void> {
  fs.chmodSync(folder.requirements, 0o600);
  await fs.promises.rm(folder.temporary, { recursive: true, force: true });
}

/** All existing environments, complete or not, the most recently used first. */
export async function listEnvironmentFolders(): Promise<FoundEnvironment[]> {
  const names = await fs.promises.readdir(base()).catch(() => []);
  const found = await Promise.all(names.filter((name) => /^[0-9a-f]{64}$/.test(name)).map(findEnvironmentFolder));
  const at = (one: FoundEnvironment) => one.lastUsedAt?.getTime() ?? Date.parse(one.startedAt);
  return found.filter((one) => one !== null).sort((a, b) => at(b) - at(a));
}

/** One of them; null if it does not exist or is being removed. */
export async function findEnvironmentFolder(key: string): Promise<FoundEnvironment | null> {
  const root = path.join(base(), key);
  const text = (name: string) =>
    fs.promises.readFile(/* turbopackIgnore: true */ `${root}/${name}`, "utf8").catch(() => null);
  const [about, ready, problem] = await Promise.all([ABOUT, READY, PROBLEM].map(text));
  if (about === null || about === undefined) return null;
  const stat = ready === null ? null : await fs.promises.stat(readyFile(root)).catch(() => null);
  return {
    key,
    ...(JSON.parse(about) as EnvironmentAbout), // makeEnvironmentFolder wrote it
    isReady: stat !== null,
    sizeBytes: stat ? Number(ready) : null,
    lastUsedAt: stat ? stat.mtime : null,
    problem: stat || !problem ? null : (JSON.parse(problem) as Message), // failEnvironmentFolder wrote it
  };
}

/** The end of a build's log, at most `bytesMax` of it from the start of a line; "" if there is none. */
export async function readBuildLog(key: string, bytesMax: number): Promise<string> {
  const { log } = environmentFolder(key);
  const text = await fs.promises.readFile(/* turbopackIgnore: true */ log, "utf8").catch(() => "");
  if (text.length <= bytesMax) return text;
  const end = text.slice(-bytesMax);
  return end.slice(end.indexOf("\n") + 1);
}

/** Removes environments that were not used for 30 days, and the remains of builds that never ended. */
export async function removeOldEnvironments(now = Date.now()): Promise<void> {
  for (const name of fs.existsSync(base()) ? fs.readdirSync(base()) : []) {
    const root = path.join(base(), name);
    const ready = fs.statSync(readyFile(root), { throwIfNoEntry: false });
    const log = ready ?? fs.statSync(path.join(root, "build.log"), { throwIfNoEntry: false });
    if (log && now - log.mtimeMs > (ready ? KEPT_MS : HALF_BUILT_MS)) await removeEnvironmentFolder(root);
  }
}

/** Marks an environment as not ready, so that nobody starts to use it. Returns a function that undoes this. */
export function closeEnvironmentFolder(key: string): () => void {
  const ready = readyFile(path.join(base(), key));
  const closed = `${ready}.closed`;
  try {
    fs.renameSync(ready, closed);
  } catch (error) {
    // The functions of node:fs throw only such errors.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return () => undefined; // it was not ready
  }
  return () => fs.renameSync(closed, ready);
}

/** Removes an environment's folder and everything in it. */
export async function removeEnvironmentFolder(root: string): Promise<void> {
  fs.rmSync(readyFile(root), { force: true }); // first, so that nobody considers it complete meanwhile
  await fs.promises.rm(root, { recursive: true, force: true });
}

/**
 * Changes only files that the build's user created: a hard link may point to another user's file. Returns their size.
 */
function protect(file: string, builder: number): number {
  const stat = fs.lstatSync(file);
  if (stat.uid !== builder) return 0;
  const uid = process.getuid?.() ?? builder;
  if (uid !== builder) fs.lchownSync(file, uid, process.getgid?.() ?? stat.gid);
  const bytes = stat.blocks * 512;
  if (stat.isSymbolicLink()) return bytes;
  const mode = (stat.mode & 0o755) | (stat.isDirectory() ? 0o555 : 0o444);
  if (mode !== (stat.mode & 0o7777)) fs.chmodSync(file, mode);
  if (!stat.isDirectory()) return bytes;
  return fs.readdirSync(file).reduce((sum, name) => sum + protect(path.join(file, name), builder), bytes);
}

function base(): string {
  return path.join(env().WOOEY_DATA_DIR, "environments");
}

function readyFile(root: string): string {
  return path.join(root, READY);
}
