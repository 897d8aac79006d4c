import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";

/** The folder of one environment: `venv` is the build's own until it is done, the rest is ours. */
export interface EnvironmentFolder {
  root: string;
  venv: string;
  temporary: string;
  requirements: string;
  log: string;
}

/** How long an environment that nobody uses is kept. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** No build takes so long: what is half-built and older was left by a worker that is gone. */
const HALF_BUILT_MS = 24 * 3_600_000;

/** Where an environment lies; nothing is made. */
export function environmentFolder(key: string): EnvironmentFolder {
  const root = path.join(base(), key);
  const inside = (name: string) => path.join(root, name);
  const [venv, temporary, requirements, log] = ["venv", "tmp", "requirements.txt", "build.log"].map(inside) as [
    string,
    string,
    string,
    string,
  ];
  return { root, venv, temporary, requirements, log };
}

/** Whether an environment is whole; if so, takes note that it is used. */
export function isReady(folder: EnvironmentFolder): boolean {
  const now = new Date();
  try {
    fs.utimesSync(readyFile(folder.root), now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Makes an empty folder for a build; what an earlier one has left half done is removed. */
export async function makeEnvironmentFolder(folder: EnvironmentFolder, requirements: string[]): Promise<void> {
  await removeEnvironmentFolder(folder.root);
  await fs.promises.mkdir(base(), { recursive: true, mode: 0o711 });
  // Other users pass and read: jobs have user ids of their own.
  for (const made of [folder.root, folder.venv]) fs.mkdirSync(made, { mode: 0o755 });
  fs.mkdirSync(folder.temporary, { mode: 0o700 });
  fs.writeFileSync(folder.requirements, `${requirements.join("\n")}\n`, { mode: 0o644 });
  fs.writeFileSync(folder.log, "");
}

/** Takes what was built away from the build's user, so that jobs can only read it, and says that it is whole. */
export async function finishEnvironmentFolder(folder: EnvironmentFolder): Promise<void> {
  protect(folder.venv, fs.lstatSync(folder.venv).uid);
  await fs.promises.rm(folder.temporary, { recursive: true, force: true });
  fs.writeFileSync(readyFile(folder.root), "");
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

async function removeEnvironmentFolder(root: string): Promise<void> {
  fs.rmSync(readyFile(root), { force: true }); // first, so that nobody takes it for whole meanwhile
  await fs.promises.rm(root, { recursive: true, force: true });
}

/** Of files alone that the build's user made: a hard link may be to somebody else's. */
function protect(file: string, builder: number): void {
  const stat = fs.lstatSync(file);
  if (stat.uid !== builder) return;
  const own = process.getuid?.() ?? builder;
  if (own !== builder) fs.lchownSync(file, own, process.getgid?.() ?? stat.gid);
  if (stat.isSymbolicLink()) return;
  const mode = (stat.mode & 0o755) | (stat.isDirectory() ? 0o555 : 0o444);
  if (mode !== (stat.mode & 0o7777)) fs.chmodSync(file, mode);
  if (stat.isDirectory()) for (const name of fs.readdirSync(file)) protect(path.join(file, name), builder);
}

function base(): string {
  return path.join(env().WOOEY_DATA_DIR, "environments");
}

function readyFile(root: string): string {
  return path.join(root, ".ready");
}
