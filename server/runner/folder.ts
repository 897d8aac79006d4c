import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";
import { groupFolder, removeGroup } from "@/server/sandbox/cgroup";
import { localFileOf } from "@/server/storage/store";
import type { ClaimedJob } from "./claim";

/** The folder of one run and its contents. Only `work` and `temporary` belong to the script. */
export interface RunFolder {
  root: string;
  work: string;
  temporary: string;
  script: string;
  inputs: string;
  /** The name of the run's control group. */
  group: string;
}

/** The paths in a run folder. It creates nothing. */
export function runFolder(jobId: number, attempt: number): RunFolder {
  const root = path.join(env().WOOEY_DATA_DIR, "jobs", String(jobId), String(attempt));
  const inside = (name: string) => path.join(root, name);
  return {
    root,
    work: inside("work"),
    temporary: inside("tmp"),
    script: inside("script"),
    inputs: inside("inputs"),
    group: `${jobId}-${attempt}`,
  };
}

/** The paths of the script, of its input files by their id, and of the one that is its standard input. */
export interface RunFiles {
  script: string;
  inputs: Map<number, string>;
  stdin: string | null;
}

/**
 * Creates a run folder. Its `work` is empty and belongs to the run's user, who can only read the script and the inputs.
 * If an earlier start of the same attempt has left a folder behind, that is removed first.
 */
export async function makeRunFolder(folder: RunFolder, job: ClaimedJob, userId: number | null): Promise<RunFiles> {
  if (fs.existsSync(folder.root)) await removeRunFolder(folder);
  // Synchronously, because the thread pool would take longer.
  fs.mkdirSync(folder.root, { recursive: true, mode: 0o711 });
  closeRunFolder(folder, userId);
  for (const owned of [folder.work, folder.temporary]) {
    fs.mkdirSync(owned, { mode: 0o700 });
    if (userId !== null) fs.chownSync(owned, userId, userId);
  }
  const script = path.join(folder.script, path.basename(job.filename));
  fs.mkdirSync(folder.script);
  await copyStored(job.sha256, script);
  letRead(script, userId);
  const inputs = new Map<number, string>();
  let stdin: string | null = null;
  if (job.inputs.length > 0) fs.mkdirSync(folder.inputs);
  for (const input of job.inputs) {
    const file = path.join(folder.inputs, String(input.id), path.basename(input.path));
    fs.mkdirSync(path.dirname(file));
    await copyStored(input.sha256, file);
    letRead(file, userId);
    inputs.set(input.id, file);
    if (input.isStdin) stdin = file;
  }
  return { script, inputs, stdin };
}

/**
 * Closes a run folder to other users: only the server and, through its group, the user of the run may enter it. The
 * user of the run may not list it.
 */
export function closeRunFolder(folder: RunFolder, userId: number | null): void {
  if (userId !== null) fs.chownSync(folder.root, process.getuid?.() ?? 0, userId);
  fs.chmodSync(folder.root, userId === null ? 0o700 : 0o710);
}

/** Lets only the server and the user of the run read a file. Nobody may write to it. */
function letRead(file: string, userId: number | null): void {
  if (userId !== null) fs.chownSync(file, process.getuid?.() ?? 0, userId);
  fs.chmodSync(file, userId === null ? 0o400 : 0o440);
}

/**
 * Removes a run folder and its control group, and the folder of the job if it is then empty. The script may have
 * changed the permissions of its folders.
 */
export async function removeRunFolder(folder: RunFolder): Promise<void> {
  try {
    await fs.promises.rm(folder.root, { recursive: true, force: true });
  } catch {
    makeAccessible(folder.root);
    await fs.promises.rm(folder.root, { recursive: true, force: true });
  }
  await fs.promises.rmdir(path.dirname(folder.root)).catch(() => undefined);
  await removeGroup(groupFolder(folder.group));
}

/**
 * Copies a stored file, by reference if the file system supports it. The script must never reach the stored file
 * itself.
 */
async function copyStored(sha256: string, target: string): Promise<void> {
  await fs.promises.copyFile(await localFileOf(sha256), target, fs.constants.COPYFILE_FICLONE);
}

function makeAccessible(folder: string): void {
  fs.chmodSync(folder, 0o700);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) makeAccessible(path.join(folder, entry.name));
  }
}
