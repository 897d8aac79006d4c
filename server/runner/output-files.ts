import fs from "node:fs";
import { and, eq, inArray, sql } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema";
import { AppError } from "@/server/errors";
import { keepContents } from "@/server/files/content";
import { type DetectedKind, detectKind } from "@/server/files/kind";
import { notifyLive } from "@/server/jobs/live-channel";
import { METRICS_FILE } from "@/server/jobs/metrics";
import { type Message, message, sizeQuantity } from "@/server/language/message";
import type { StoredContent } from "@/server/storage/content-store";
import { type ScanResult, storeScanned } from "@/server/storage/virus-scan";
import type { JobClaim } from "./claim";
import { type FileParameterFinder, loadFileParameters } from "./file-parameters";
import type { RunFolder } from "./folder";
import type { RunLimits } from "./limits";
import { openFile } from "./open-beneath";
import { FILES_MAX, type FoundFile, type Scan, scanFolder } from "./scan";

/** Keeps the files of one run: it copies them into storage and adds their rows. */
export interface FileCollector {
  /**
   * Starts a scan of the working directory if the last one was long enough ago. Returns the result of the last one;
   * null before the first one has ended. Files that have not changed for a while appear on the job's page.
   */
  scanIfDue(): Pick<Scan, "diskBytes" | "hasMoreEntries"> | null;
  /** Whether there have never been any files to keep. */
  isEmpty(): boolean;
  /** After the end of the script: keeps all files. Returns messages about files that could not be kept. */
  keepAll(): Promise<Message[]>;
  /** The content of the file with the script's metrics, if it was kept. */
  metricsFile(): StoredContent | null;
}

interface State {
  claim: JobClaim;
  folder: RunFolder;
  bytesMax: number;
  entriesMax: number;
  /** The size and the time of the last change of each kept file, by path. */
  kept: Map<string, string>;
  keptBytes: number;
  metricsFile: StoredContent | null;
  tooLarge: number;
  /** Null until the first file is found, because it is loaded only then. */
  findParameter: FileParameterFinder | null;
  scan: Scan | null;
  scanning: Promise<void> | null;
  /** Whether a scan has failed. There may then be rows that `kept` does not contain. */
  hasFailed: boolean;
  nextScanAt: number;
}

interface KeptFile {
  file: FoundFile;
  content: StoredContent;
  scan: ScanResult;
  detected: DetectedKind;
}

const SCAN_MS = 2_000;
/** The longer a scan takes, the longer the pause after it: scans use 2 % of the time, or more at the longest pause. */
const SCAN_TIME_SHARE = 50;
const SCAN_PAUSE_MS_MAX = 10_000;
/** A file that has not changed for this long is shown while the script still runs. */
const IDLE_MS = 2_000;
const HEAD_BYTES = 4_096;
const BATCH = 100;

export interface CollectorOptions {
  claim: JobClaim;
  folder: RunFolder;
  limits: Pick<RunLimits, "folderBytes" | "folderEntries">;
  /** Whether this worker has started the run as the first one of its job: no files have been kept before. */
  isFirst: boolean;
}

/** Creates the collector of a run. It scans nothing before the first call. */
export function createFileCollector({ claim, folder, limits, isFirst }: CollectorOptions): FileCollector {
  const state: State = {
    claim,
    folder,
    bytesMax: limits.folderBytes,
    entriesMax: limits.folderEntries,
    kept: new Map(),
    keptBytes: 0,
    metricsFile: null,
    tooLarge: 0,
    findParameter: null,
    scan: null,
    scanning: null,
    hasFailed: false,
    nextScanAt: Date.now() + SCAN_MS,
  };
  return {
    scanIfDue: () => {
      if (!state.scanning && Date.now() >= state.nextScanAt) {
        // If this fails, it also fails at the end of the run, where the failure is reported.
        state.scanning = scanNow(state).catch(() => {
          state.hasFailed = true;
        });
        void state.scanning.finally(() => {
          state.scanning = null;
        });
      }
      return state.scan;
    },
    isEmpty: () =>
      isFirst && !state.scanning && !state.hasFailed && state.kept.size === 0 && isEmptyFolder(folder.work),
    keepAll: async () => {
      await state.scanning;
      const scan = await scanFolder(folder.work, state);
      await keep(state, scan);
      const paths = new Set(scan.files.map((file) => file.path));
      const mayHaveMore = !isFirst || state.hasFailed || [...state.kept.keys()].some((kept) => !paths.has(kept));
      if (mayHaveMore) await deleteVanished(state, paths);
      return notesOf(state, scan);
    },
    metricsFile: () => state.metricsFile,
  };
}

function isEmptyFolder(folder: string): boolean {
  try {
    return fs.readdirSync(folder).length === 0;
  } catch {
    return false; // The script may have changed the permissions.
  }
}

async function scanNow(state: State): Promise<void> {
  const startedAt = performance.now();
  const { folder, entriesMax } = state;
  const scan = await scanFolder(folder.work, { otherFolders: [folder.temporary], entriesMax });
  state.scan = scan;
  const pauseMs = Math.min((performance.now() - startedAt) * SCAN_TIME_SHARE, SCAN_PAUSE_MS_MAX);
  state.nextScanAt = Date.now() + Math.max(SCAN_MS, pauseMs);
  if (scan.diskBytes > state.bytesMax || scan.hasMoreEntries) return;
  const idleSince = Date.now() - IDLE_MS;
  await keep(state, { ...scan, files: scan.files.filter((file) => file.changedAt < idleSince) });
}

/** Stores new and changed files in batches, each with its rows. */
async function keep(state: State, { files, owner }: Pick<Scan, "files" | "owner">): Promise<void> {
  const changed = files.filter((file) => state.kept.get(file.path) !== stampOf(file));
  for (let start = 0; start < changed.length; start += BATCH) {
    const stored: KeptFile[] = [];
    for (const file of changed.slice(start, start + BATCH)) {
      const kept = await storeFile(state, file, owner);
      if (kept) stored.push(kept);
    }
    if (stored.length > 0) await insertRows(state, stored);
    for (const { file, content } of stored) {
      state.kept.set(file.path, stampOf(file));
      state.keptBytes += content.sizeBytes;
      if (file.path === METRICS_FILE) state.metricsFile = content;
    }
  }
}

async function storeFile(state: State, file: FoundFile, owner: number): Promise<KeptFile | null> {
  const bytesMax = state.bytesMax - state.keptBytes;
  const opened = file.sizeBytes > bytesMax ? null : openFile(file.location, owner);
  if (opened === null) {
    if (file.sizeBytes > bytesMax) countTooLarge(state, file);
    return null;
  }
  const head = Buffer.alloc(HEAD_BYTES);
  const detected = detectKind(file.path, head.subarray(0, fs.readSync(opened, head, 0, HEAD_BYTES, 0)));
  const source = fs.createReadStream("", { fd: opened, start: 0, highWaterMark: 256 * 1024 });
  try {
    return { file, ...(await storeScanned(source, bytesMax)), detected };
  } catch (error) {
    if (!(error instanceof AppError && error.code === "limit")) throw error;
    countTooLarge(state, file); // The file has grown since it was found.
    return null;
  }
}

function countTooLarge(state: State, file: FoundFile): void {
  state.tooLarge += state.kept.has(file.path) ? 0 : 1;
}

async function insertRows(state: State, stored: KeptFile[]): Promise<void> {
  const { job } = state.claim;
  state.findParameter ??= await loadFileParameters(job.id, state.folder.work);
  const { findParameter } = state;
  await db.transaction(async (tx) => {
    if (!(await lockClaim(tx, state.claim))) return;
    await keepContents(
      tx,
      stored.map(({ content }) => content),
    );
    const rows = stored.map(({ file, content, scan, detected }) => ({
      jobId: job.id,
      direction: "output" as const,
      path: file.path,
      sha256: content.sha256,
      sizeBytes: content.sizeBytes,
      parameter: findParameter(file.path),
      scanState: scan.state,
      virus: scan.virus,
      ...detected,
    }));
    await tx
      .insert(jobFiles)
      .values(rows)
      .onConflictDoUpdate({
        target: [jobFiles.jobId, jobFiles.path],
        targetWhere: sql`${jobFiles.direction} = 'output'`,
        set: {
          sha256: sql`excluded.sha256`,
          sizeBytes: sql`excluded.size_bytes`,
          kind: sql`excluded.kind`,
          mediaType: sql`excluded.media_type`,
          parameter: sql`excluded.parameter`,
          scanState: sql`excluded.scan_state`,
          virus: sql`excluded.virus`,
        },
      });
    await notifyLive(tx, job.id, "files");
  });
}

/** Deletes the rows of files that the script has removed, and those of an earlier attempt. */
async function deleteVanished({ claim }: State, paths: Set<string>): Promise<void> {
  const isOutput = and(eq(jobFiles.jobId, claim.job.id), eq(jobFiles.direction, "output"));
  const rows = await db.select({ id: jobFiles.id, path: jobFiles.path }).from(jobFiles).where(isOutput);
  const vanished = rows.filter((row) => !paths.has(row.path)).map((row) => row.id);
  if (vanished.length === 0) return;
  await db.transaction(async (tx) => {
    if (!(await lockClaim(tx, claim))) return;
    await tx.delete(jobFiles).where(inArray(jobFiles.id, vanished));
    await notifyLive(tx, claim.job.id, "files");
  });
}

/** Locks the job's row if the worker still holds the claim. Returns whether it does. */
async function lockClaim(tx: Queryable, { job, workerId }: JobClaim): Promise<boolean> {
  const isClaimed = [eq(jobs.id, job.id), eq(jobs.attempt, job.attempt), eq(jobs.workerId, workerId)];
  const locked = await tx
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(...isClaimed, eq(jobs.status, "running")))
    .for("key share");
  return locked.length > 0;
}

function notesOf(state: State, scan: Scan): Message[] {
  const notes: Message[] = [];
  if (scan.hasMoreEntries)
    notes.push(
      message("The job created more than {count, number} files and folders. Files beyond that are not kept.", {
        count: state.entriesMax,
      }),
    );
  else if (scan.isCut)
    notes.push(
      message("The job wrote more than {count, number} files. Only the first {count, number} are kept.", {
        count: FILES_MAX,
      }),
    );
  if (state.tooLarge > 0)
    notes.push(
      message(
        "{count, plural, one {# file was not stored because all files together may use at most {limit}.} other {# files were not stored because all files together may use at most {limit}.}}",
        { count: state.tooLarge, limit: sizeQuantity(state.bytesMax) },
      ),
    );
  return notes;
}

function stampOf(file: FoundFile): string {
  return `${file.sizeBytes}:${file.changedAt}`;
}
