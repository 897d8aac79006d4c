import fs from "node:fs";
import path from "node:path";
import { pg } from "@/db/client";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { env } from "@/server/env";
import { type Finding, findDiskSpace, machineFindings } from "./machine";
import { storageFinding } from "./storage";
import { productVersion } from "./version";
import { virusScannerFinding } from "./virus-scanner";

/** Entries in folders of runs are counted up to this number, because staff wait for the page. */
const ENTRIES_MAX = 20_000;

export interface InstanceOverview {
  version: string;
  nodeVersion: string;
  databaseVersion: string;
  startedAt: Date;
  storage: {
    /** Contents of jobs' files, each counted once. */
    filesBytes: number;
    files: number;
    /** All versions of all scripts. */
    scriptsBytes: number;
    /** Folders of running jobs, as far as they were counted. */
    jobFoldersBytes: number;
    isFullCount: boolean;
    databaseBytes: number;
    freeBytes: number;
  };
  findings: Finding[];
}

/**
 * The state, storage and missing requirements of this instance. Takes longer if the folders of running jobs are large.
 * @throws unauthenticated, forbidden unless staff
 */
export async function getInstanceOverview(actor: Actor): Promise<InstanceOverview> {
  requireStaffReader(actor);
  const [[row], folders, storage, scanner] = await Promise.all([
    pg<{ databaseVersion: string; databaseBytes: number; files: number; filesBytes: number; scriptsBytes: number }[]>`
      select current_setting('server_version') as "databaseVersion",
        pg_database_size(current_database())::float8 as "databaseBytes",
        (select count(*)::int from files) as files, (select coalesce(sum(size_bytes), 0)::float8 from files) as "filesBytes",
        (select coalesce(sum(size_bytes), 0)::float8 from script_versions) as "scriptsBytes"`,
    countFolder(path.join(env().WOOEY_DATA_DIR, "jobs")),
    storageFinding(),
    virusScannerFinding(),
  ]);
  const { databaseVersion = "", databaseBytes = 0, files = 0, filesBytes = 0, scriptsBytes = 0 } = row ?? {};
  return {
    version: productVersion(),
    nodeVersion: process.versions.node,
    databaseVersion,
    startedAt: new Date(Date.now() - process.uptime() * 1000),
    storage: { filesBytes, files, scriptsBytes, ...folders, databaseBytes, freeBytes: findDiskSpace().freeBytes },
    findings: [...machineFindings(), storage, ...(scanner ? [scanner] : [])],
  };
}

async function countFolder(root: string): Promise<{ jobFoldersBytes: number; isFullCount: boolean }> {
  let jobFoldersBytes = 0;
  let entries = 0;
  const left = [root];
  for (let folder = left.pop(); folder !== undefined; folder = left.pop()) {
    // A folder may be gone by now, or closed to us. Next's build must not follow the path: it would include the entire
    // project.
    const found = await fs.promises
      .readdir(/* turbopackIgnore: true */ folder, { withFileTypes: true })
      .catch(() => []);
    for (const entry of found) {
      if (++entries > ENTRIES_MAX) return { jobFoldersBytes, isFullCount: false };
      const location = `${folder}/${entry.name}`;
      if (entry.isDirectory()) left.push(location);
      else if (entry.isFile()) jobFoldersBytes += await sizeOf(location);
    }
  }
  return { jobFoldersBytes, isFullCount: true };
}

/** The size on disk: a sparse file may appear larger than that. */
async function sizeOf(file: string): Promise<number> {
  const stat = await fs.promises.lstat(/* turbopackIgnore: true */ file).catch(() => null);
  return stat ? stat.blocks * 512 : 0;
}
