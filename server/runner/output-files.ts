import fs from "node:fs";
import { and, eq, inArray, sql } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema";
import { keepContents } from "@/server/files/content";
import { type DetectedKind, detectKind } from "@/server/files/kind";
import { notifyLive } from "@/server/jobs/live-channel";
import { type Message, message, sizeQuantity } from "@/server/language/message";
import { type StoredContent, storeStream } from "@/server/storage/store";
import type { JobClaim } from "./claim";
import { type FileParameterFinder, loadFileParameters } from "./file-parameters";
import type { RunFolder } from "./folder";
import { FILES_MAX, type FoundFile, type Scan, scanFolder } from "./scan";

/** Keeps the files of one run: it copies them into storage and adds their rows. */
export interface FileCollector {
  /**
   * Starts a scan of the working directory if the last one is long enough ago. Returns how many bytes the directory
   * took up at the last scan. Files that have not changed for a while appear on the job's page.
   */
  scanIfDue(): number;
  /** Whether there are no files to keep, and never were. */
  isEmpty(): boolean;
  /** After the end of the script: keeps all files. Returns messages about files that could not be kept. */
  keepAll(): Promise<Message[]>;
}

interface State {
  claim: JobClaim;
  folder: RunFolder;
  bytesMax: number;
  /** The size and the time of the last change of each kept file, by path. */
  kept: Map<string, string>;
  keptBytes: number;
  tooLarge: number;
  /** Loaded when there is a file. */
  findParameter: FileParameterFinder | null;
  scan: Scan | null;
  scanning: Promise<void> | null;
  /** A scan has failed, so there may be rows that `kept` does not contain. */
  hasFailed: boolean;
  nextScanAt: number;
}

interface KeptFile {
  file: FoundFile;
  content: StoredContent;
  detected: DetectedKind;
}

const SCAN_MS = 2_000;
/** A scan that takes long is repeated less often: scans may use 2 % of the time. */
const SCAN_TIME_SHARE = 50;
/** A file that has not changed for this long is shown while the script still runs. */
const IDLE_MS = 2_000;
const HEAD_BYTES = 4_096;
const BATCH = 100;

export interface CollectorOptions {
  claim: JobClaim;
  folder: RunFolder;
  bytesMax: number;
  /** The run was started by this worker, and is the first of its job: no files have been kept before. */
  isFirst: boolean;
}

/** Creates the collector of a run. It scans nothing before the first call. */
export function createFileCollector({ claim, folder, bytesMax, isFirst }: CollectorOptions): FileCollector {
  const state: State = {
    claim,
    folder,
    bytesMax,
    kept: new Map(),
    keptBytes: 0,
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
        // What fails here fails once more at the end, where the failure is reported.
        state.scanning = scanNow(state).catch(() => {
          state.hasFailed = true;
        });
        void state.scanning.finally(() => {
          state.scanning = null;
        });
      }
      return state.scan?.diskBytes ?? 0;
    },
    isEmpty: () =>
      isFirst && !state.scanning && !state.hasFailed && state.kept.size === 0 && isEmptyFolder(folder.work),
    keepAll: async () => {
      await state.scanning;
      const scan = await scanFolder(folder.work);
      await keep(state, scan.files);
      const paths = new Set(scan.files.map((file) => file.path));
      const mayHaveMore = !isFirst || state.hasFailed || [...state.kept.keys()].some((kept) => !paths.has(kept));
      if (mayHaveMore) await deleteVanished(state, paths);
      return notesOf(state, scan);
    },
  };
}

function isEmptyFolder(folder: string): boolean {
  try {
    return fs.readdirSync(folder).length === 0;
  } catch {
    return false; // The script may have changed its permissions.
  }
}

async function scanNow(state: State): Promise<void> {
  const startedAt = performance.now();
  state.scan = await scanFolder(state.folder.work, [state.folder.temporary]);
  const durationMs = performance.now() - startedAt;
  state.nextScanAt = Date.now() + Math.max(SCAN_MS, durationMs * SCAN_TIME_SHARE);
  if (state.scan.diskBytes > state.bytesMax) return;
  const idleSince = Date.now() - IDLE_MS;
  await keep(
    state,
    state.scan.files.filter((file) => file.changedAt < idleSince),
  );
}

/** Stores new and changed files in batches, each with its rows. */
async function keep(state: State, files: FoundFile[]): Promise<void> {
  const changed = files.filter((file) => state.kept.get(file.path) !== stampOf(file));
  for (let start = 0; start < changed.length; start += BATCH) {
    const stored: KeptFile[] = [];
    for (const file of changed.slice(start, start + BATCH)) {
      const kept = await storeFile(state, file);
      if (kept) stored.push(kept);
    }
    if (stored.length > 0) await insertRows(state, stored);
    for (const { file, content } of stored) {
      state.kept.set(file.path, stampOf(file));
      state.keptBytes += content.sizeBytes;
    }
  }
}

async function storeFile(state: State, file: FoundFile): Promise<KeptFile | null> {
  if (file.sizeBytes > state.bytesMax - state.keptBytes) {
    state.tooLarge += state.kept.has(file.path) ? 0 : 1;
    return null;
  }
  const opened = openFound(file);
  if (opened === null) return null;
  const head = Buffer.alloc(HEAD_BYTES);
  const detected = detectKind(file.path, head.subarray(0, fs.readSync(opened, head, 0, HEAD_BYTES, 0)));
  const content = await storeStream(
    fs.createReadStream("", { fd: opened, start: 0, highWaterMark: 256 * 1024 }),
    state.bytesMax,
  );
  return { file, content, detected };
}

/** Opens a found file, unless another file is in its place by now. It never follows links or opens special files. */
function openFound(file: FoundFile): number | null {
  let opened: number;
  try {
    opened = fs.openSync(file.location, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK);
  } catch {
    return null;
  }
  // A folder on the path may have been replaced by a link after the scan.
  if (fs.fstatSync(opened).isFile() && isWhereExpected(opened, file.location)) return opened;
  fs.closeSync(opened);
  return null;
}

function isWhereExpected(opened: number, location: Buffer): boolean {
  if (process.platform !== "linux") return true;
  return fs.readlinkSync(`/proc/self/fd/${opened}`, { encoding: "buffer" }).equals(location);
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
    const rows = stored.map(({ file, content, detected }) => ({
      jobId: job.id,
      direction: "output" as const,
      path: file.path,
      sha256: content.sha256,
      sizeBytes: content.sizeBytes,
      parameter: findParameter(file.path),
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
        },
      });
    await notifyLive(tx, job.id, "files");
  });
}

/** Deletes the rows of files that the script has removed, and of an earlier attempt. */
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

/** Locks the job's row if the worker has still claimed it. Returns whether it has. */
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
  if (scan.isCut)
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
