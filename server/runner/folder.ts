import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { env } from "@/server/env";
import { openStored, storedPath } from "@/server/storage/store";
import type { ClaimedJob } from "./claim";

/** The folder of one run and what lies in it. `work` is the script's own; all else is ours. */
export interface RunFolder {
  root: string;
  work: string;
  temporary: string;
  script: string;
  inputs: string;
}

/** Where a run's folder lies; nothing is made. */
export function runFolder(jobId: number, attempt: number): RunFolder {
  const root = path.join(env().WOOEY_DATA_DIR, "jobs", String(jobId), String(attempt));
  const inside = (name: string) => path.join(root, name);
  return { root, work: inside("work"), temporary: inside("tmp"), script: inside("script"), inputs: inside("inputs") };
}

/** Where the script lies, and its input files by their id. */
export interface RunFiles {
  script: string;
  inputs: Map<number, string>;
}

/**
 * Makes a run's folder: an empty `work` that belongs to the run's user, and script and inputs that it can only read.
 * What an earlier try of this very attempt has left there is removed.
 */
export async function makeRunFolder(folder: RunFolder, job: ClaimedJob, userId: number | null): Promise<RunFiles> {
  if (fs.existsSync(folder.root)) await removeRunFolder(folder);
  // Another user has to pass through, but cannot look around. At once: a way through the thread pool takes longer.
  fs.mkdirSync(folder.root, { recursive: true, mode: 0o711 });
  for (const own of [folder.work, folder.temporary]) {
    fs.mkdirSync(own, { mode: 0o700 });
    if (userId !== null) fs.chownSync(own, userId, userId);
  }
  const script = path.join(folder.script, path.basename(job.filename));
  fs.mkdirSync(folder.script);
  await copyStored(job.sha256, script);
  const inputs = new Map<number, string>();
  if (job.inputs.length > 0) fs.mkdirSync(folder.inputs);
  for (const input of job.inputs) {
    const file = path.join(folder.inputs, String(input.id), path.basename(input.path));
    fs.mkdirSync(path.dirname(file));
    await copyStored(input.sha256, file);
    inputs.set(input.id, file);
  }
  return { script, inputs };
}

/** Removes a run's folder, and the job's when no other run is in it. A script may have locked its own folders. */
export async function removeRunFolder(folder: RunFolder): Promise<void> {
  try {
    await fs.promises.rm(folder.root, { recursive: true, force: true });
  } catch {
    unlock(folder.root);
    await fs.promises.rm(folder.root, { recursive: true, force: true });
  }
  await fs.promises.rmdir(path.dirname(folder.root)).catch(() => undefined);
}

/** Copy-on-write where the file system can; the content in storage must stay out of a script's reach in any case. */
async function copyStored(sha256: string, target: string): Promise<void> {
  try {
    await fs.promises.copyFile(storedPath(sha256), target, fs.constants.COPYFILE_FICLONE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await pipeline(openStored(sha256), fs.createWriteStream(target));
  }
  await fs.promises.chmod(target, 0o444);
}

function unlock(folder: string): void {
  fs.chmodSync(folder, 0o700);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) unlock(path.join(folder, entry.name));
  }
}
