import fs from "node:fs";
import path from "node:path";
import { pg } from "@/db/client";
import { env } from "@/server/env";
import { removeOldEnvironments } from "@/server/environments/folder";
import { groupFolder, isInShortUse, listGroups, removeGroup } from "@/server/sandbox/cgroup";
import { killRun } from "@/server/sandbox/kill";
import { isBeforeRestart, isSameRealm, thisRealm } from "@/server/workers/realm";
import { type RunFolder, removeRunFolder, runFolder } from "./folder";
import { isShimAlive, readRun, readScope, readShim } from "./launch";
import { FOREIGN_FILES_SECONDS } from "./lease";
import { removeSharedFiles } from "./shared-folders";

const CLEANUP_MS = 3_600_000;
/** The delay after a failure, such as an unreachable database. It doubles with each failure in a row. */
const RETRY_MS = 5_000;

/** Removes the remains of ended runs and unused environments: now, every hour, and sooner after a failure. */
export function startCleanup(onError: (error: unknown) => void): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let retryMs = RETRY_MS;
  const clean = async () => {
    const results = await Promise.allSettled([removeLeftovers(), removeOldEnvironments()]);
    const failures = results.filter((result) => result.status === "rejected");
    for (const { reason } of failures) onError(reason);
    if (isStopped) return;
    timer = setTimeout(clean, failures.length > 0 ? retryMs : CLEANUP_MS);
    retryMs = failures.length > 0 ? Math.min(retryMs * 2, CLEANUP_MS) : RETRY_MS;
  };
  void clean();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Removes the run folders in this data folder that have no running job, and kills the processes that still run in them.
 * They remain if the machine was switched off, or if a worker was killed right after it had stored the end of a job.
 */
export async function removeLeftovers(): Promise<void> {
  for (const { jobId, attempt, folder } of listRunFolders()) {
    const [job] = await pg`
      select 1 from jobs where id = ${jobId} and attempt = ${attempt} and status in ('running', 'queued')`;
    if (job || isOfOtherRealm(folder)) continue;
    await killProcesses(folder);
    await removeRunFolder(folder);
  }
  await removeLeftoverGroups();
  // A worker removes the folder of a job right after the folder of its last run, and may be killed in between.
  for (const jobId of numbersIn(jobsFolder())) {
    await fs.promises.rmdir(path.join(jobsFolder(), String(jobId))).catch(() => undefined);
  }
}

/** Whether the folder is that of another realm with the same data folder, where its script may still run. */
function isOfOtherRealm(folder: RunFolder): boolean {
  const realm = readRun(folder)?.realm;
  const here = thisRealm();
  if (!realm || isSameRealm(realm, here) || isBeforeRestart(realm, here)) return false;
  const stat = fs.statSync(path.join(folder.root, "lease"), { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs < FOREIGN_FILES_SECONDS * 1000;
}

/** Kills all processes that still belong to a run. */
async function killProcesses(folder: RunFolder): Promise<void> {
  const record = readRun(folder);
  const shim = readShim(folder);
  if (!record || (record.realm && !isSameRealm(record.realm, thisRealm()))) return;
  const root = shim && isShimAlive(shim) ? (readScope(folder) ?? 0) : 0;
  await killRun({ root, variable: record.mark, userId: record.userId, group: record.group });
  await removeSharedFiles(record);
}

/** A group is both created and removed after its run folder, so the groups are listed before the folders. */
async function removeLeftoverGroups(): Promise<void> {
  const names = listGroups();
  const used = new Set(listRunFolders().map(({ folder }) => folder.group));
  for (const name of names) if (!used.has(name) && !isInShortUse(name)) await removeGroup(groupFolder(name));
}

/** The run folders of this data folder. */
export function listRunFolders(): { jobId: number; attempt: number; folder: RunFolder }[] {
  return numbersIn(jobsFolder()).flatMap((jobId) =>
    numbersIn(path.join(jobsFolder(), String(jobId))).map((attempt) => ({
      jobId,
      attempt,
      folder: runFolder(jobId, attempt),
    })),
  );
}

const jobsFolder = () => path.join(env().WOOEY_DATA_DIR, "jobs");

/** The entries of a folder whose names are numbers. */
function numbersIn(folder: string): number[] {
  return (fs.existsSync(folder) ? fs.readdirSync(folder) : []).filter((name) => /^\d+$/.test(name)).map(Number);
}
