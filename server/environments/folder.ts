import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";
import type { Message } from "@/server/language/message";

/** The folder of one environment: `venv` is the build's own until it is done, the rest is ours. */
export interface EnvironmentFolder {
  root: string;
  venv: string;
  temporary: string;
  requirements: string;
  log: string;
}

/** What an environment was made of, written down in its folder for people. */
export interface EnvironmentAbout {
  python: { path: string; version: string };
  /** The interpreter in the words of the virtual environment it was built for; null for a PEP 723 block. */
  asked: string | null;
  requirements: string[];
  systemPackages: boolean;
  startedAt: string;
}

/** An environment's folder as it is found. */
export interface FoundEnvironment extends EnvironmentAbout {
  key: string;
  isReady: boolean;
  /** What it takes up; null before it is ready. */
  sizeBytes: number | null;
  lastUsedAt: Date | null;
  /** Why its build failed; null where it did not. */
  problem: Message | null;
}

const READY = ".ready";
const ABOUT = "about.json";
const PROBLEM = "problem.json";

/** How long an environment that nobody uses is kept. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** No build takes so long: what is half-built and older was left by a worker that is gone. */
const HALF_BUILT_MS = 24 * 3_600_000;

/** Where an environment lies; nothing is made. */
export function environmentFolder(key: string): EnvironmentFolder {
  const root = path.join(base(), key);
  const inside = (name: string) => path.join(root, name);
  return {
    root,
    venv: inside("venv"),
    temporary: inside("tmp"),
    requirements: inside("requirements.txt"),
    log: inside("build.log"),
  };
}

/** The name of the database's lock under which an environment is built or removed. */
export function buildLock(key: string): string {
  return `wooey environment ${key}`;
}

/** Whether an environment is whole; if so, takes note that it is used. */
export function isReady(folder: EnvironmentFolder): boolean {
  const now = new Date();
  try {
    fs.utimesSync(readyFile(folder.root), now, now);
    return true;
  } catch (error) {
    // The functions of node:fs throw nothing else.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Makes an empty folder for a build; what an earlier one has left half done is removed. */
export async function makeEnvironmentFolder(folder: EnvironmentFolder, recipe: Omit<EnvironmentAbout, "startedAt">) {
  await removeEnvironmentFolder(folder.root);
  await fs.promises.mkdir(base(), { recursive: true, mode: 0o711 });
  // Other users pass and read: jobs have user ids of their own.
  for (const made of [folder.root, folder.venv]) fs.mkdirSync(made, { mode: 0o755 });
  fs.mkdirSync(folder.temporary, { mode: 0o700 });
  fs.writeFileSync(folder.requirements, `${recipe.requirements.join("\n")}\n`, { mode: 0o644 });
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

/** Takes what was built away from the build's user, so that jobs can only read it, and says that it is whole. */
export async function finishEnvironmentFolder(folder: EnvironmentFolder): Promise<void> {
  const sizeBytes = protect(folder.venv, fs.lstatSync(folder.venv).uid);
  await endBuild(folder);
  fs.writeFileSync(readyFile(folder.root), String(sizeBytes));
}

/** Says why the build failed; the folder stays for its log, until the next try or a day has passed. */
export async function failEnvironmentFolder(folder: EnvironmentFolder, problem: Message): Promise<void> {
  await endBuild(folder);
  fs.writeFileSync(path.join(folder.root, PROBLEM), JSON.stringify(problem));
}

/** Jobs have no use for what only the build has to read: it may hold the password of a package index. */
async function endBuild(folder: EnvironmentFolder): Promise<void> {
  fs.chmodSync(folder.requirements, 0o600);
  await fs.promises.rm(folder.temporary, { recursive: true, force: true });
}

/** All environments that are there, whole or not, the last used first. */
export async function listEnvironmentFolders(): Promise<FoundEnvironment[]> {
  const names = await fs.promises.readdir(base()).catch(() => []);
  const found = await Promise.all(names.filter((name) => /^[0-9a-f]{64}$/.test(name)).map(findEnvironmentFolder));
  const at = (one: FoundEnvironment) => one.lastUsedAt?.getTime() ?? Date.parse(one.startedAt);
  return found.filter((one) => one !== null).sort((a, b) => at(b) - at(a));
}

/** One of them; null where there is none, or it is just being removed. */
export async function findEnvironmentFolder(key: string): Promise<FoundEnvironment | null> {
  const root = path.join(base(), key);
  const text = (name: string) =>
    fs.promises.readFile(/* turbopackIgnore: true */ `${root}/${name}`, "utf8").catch(() => null);
  const [about, ready, problem] = await Promise.all([ABOUT, READY, PROBLEM].map(text));
  if (about === null || about === undefined) return null;
  const stat = ready === null ? null : await fs.promises.stat(readyFile(root)).catch(() => null);
  return {
    key,
    ...(JSON.parse(about) as EnvironmentAbout), // makeEnvironmentFolder has written it
    isReady: stat !== null,
    sizeBytes: stat ? Number(ready) : null,
    lastUsedAt: stat ? stat.mtime : null,
    problem: stat || !problem ? null : (JSON.parse(problem) as Message), // failEnvironmentFolder has written it
  };
}

/** The end of a build's log, at most `bytesMax` of it from a line's beginning; "" where there is none. */
export async function readBuildLog(key: string, bytesMax: number): Promise<string> {
  const { log } = environmentFolder(key);
  const text = await fs.promises.readFile(/* turbopackIgnore: true */ log, "utf8").catch(() => "");
  if (text.length <= bytesMax) return text;
  const end = text.slice(-bytesMax);
  return end.slice(end.indexOf("\n") + 1);
}

/** Removes environments that were not used for 30 days, and what is left of builds that never ended. */
export async function removeOldEnvironments(now = Date.now()): Promise<void> {
  for (const name of fs.existsSync(base()) ? fs.readdirSync(base()) : []) {
    const root = path.join(base(), name);
    const ready = fs.statSync(readyFile(root), { throwIfNoEntry: false });
    const log = ready ?? fs.statSync(path.join(root, "build.log"), { throwIfNoEntry: false });
    if (log && now - log.mtimeMs > (ready ? KEPT_MS : HALF_BUILT_MS)) await removeEnvironmentFolder(root);
  }
}

/** Makes an environment one that is not ready, so that nobody takes it up; answers how to take that back. */
export function closeEnvironmentFolder(key: string): () => void {
  const ready = readyFile(path.join(base(), key));
  const closed = `${ready}.closed`;
  try {
    fs.renameSync(ready, closed);
  } catch (error) {
    // The functions of node:fs throw nothing else.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return () => undefined; // not ready anyway
  }
  return () => fs.renameSync(closed, ready);
}

/** Removes an environment's folder with all that is in it. */
export async function removeEnvironmentFolder(root: string): Promise<void> {
  fs.rmSync(readyFile(root), { force: true }); // first, so that nobody takes it for whole meanwhile
  await fs.promises.rm(root, { recursive: true, force: true });
}

/** Of files alone that the build's user made: a hard link may be to somebody else's. Answers what they take up. */
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
