import fs from "node:fs";
import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema";
import { keepContents } from "@/server/files/content";
import { type DetectedKind, detectKind } from "@/server/files/kind";
import { notifyLive } from "@/server/jobs/live-channel";
import { type Message, message, sizeQuantity } from "@/server/language/message";
import { type StoredContent, storeStream } from "@/server/storage/store";
import type { RunFolder } from "./folder";
import { findNameGiver, type NameGiver } from "./named-files";
import { FILES_MAX, type FoundFile, type Scan, scanFolder } from "./scan";

/** The files of one run on their way into storage. */
export interface FolderWatch {
  /**
   * Starts a look at the folder when the last one is long enough ago, and answers how many bytes it took up then. Files
   * that have come to rest appear on the job's page.
   */
  look(): number;
  /** Whether there is nothing to keep, and nothing was. */
  isEmpty(): boolean;
  /** After the script's end: keeps every file, and answers sentences about what could not be kept. */
  keepAll(): Promise<Message[]>;
}

interface State {
  job: { id: number; attempt: number };
  workerId: string;
  folder: RunFolder;
  bytesMax: number;
  /** By path: size and time of change of what is kept. */
  kept: Map<string, string>;
  keptBytes: number;
  tooLarge: number;
  /** Once there is a file. */
  namedBy: NameGiver | null;
  scan: Scan | null;
  looking: Promise<void> | null;
  /** Rows may be there that are not among those kept. */
  hasFailed: boolean;
  lookAgainAt: number;
}

interface KeptFile {
  file: FoundFile;
  content: StoredContent;
  detected: DetectedKind;
}

const LOOK_MS = 2_000;
/** A look that takes long is repeated less often: it may use 2 % of the time. */
const LOOK_SHARE = 50;
/** A file that has not changed for this long is shown while the script still runs. */
const REST_MS = 2_000;
const HEAD_BYTES = 4_096;
const BATCH = 100;

/** Nothing is looked at before the first call. `isShimGone` tells a run that this worker has begun. */
export function watchFolder(
  run: { job: { id: number; attempt: number }; workerId: string; folder: RunFolder; isShimGone?: () => boolean },
  bytesMax: number,
): FolderWatch {
  const { job, workerId, folder } = run;
  const isFresh = run.isShimGone !== undefined && job.attempt === 1;
  const state: State = {
    ...{ job, workerId, folder, bytesMax, kept: new Map(), keptBytes: 0, tooLarge: 0, namedBy: null },
    ...{ scan: null, looking: null, hasFailed: false, lookAgainAt: Date.now() + LOOK_MS },
  };
  return {
    look: () => {
      if (!state.looking && Date.now() >= state.lookAgainAt) {
        // What fails here fails again at the end, where it is told.
        state.looking = lookNow(state).catch(() => {
          state.hasFailed = true;
        });
        void state.looking.finally(() => {
          state.looking = null;
        });
      }
      return state.scan?.diskBytes ?? 0;
    },
    isEmpty: () => isFresh && !state.looking && !state.hasFailed && state.kept.size === 0 && isEmptyFolder(folder.work),
    keepAll: async () => {
      await state.looking;
      const scan = await scanFolder(folder.work, []);
      await keep(state, scan.files);
      const there = new Set(scan.files.map((file) => file.path));
      const mayHaveMore = !isFresh || state.hasFailed || [...state.kept.keys()].some((kept) => !there.has(kept));
      if (mayHaveMore) await forgetVanished(state, there);
      return notesOf(state, scan);
    },
  };
}

function isEmptyFolder(folder: string): boolean {
  try {
    return fs.readdirSync(folder).length === 0;
  } catch {
    return false; // a script may have locked it
  }
}

async function lookNow(state: State): Promise<void> {
  const startedAt = performance.now();
  state.scan = await scanFolder(state.folder.work, [state.folder.temporary]);
  const took = performance.now() - startedAt;
  state.lookAgainAt = Date.now() + Math.max(LOOK_MS, took * LOOK_SHARE);
  if (state.scan.diskBytes > state.bytesMax) return;
  const restingSince = Date.now() - REST_MS;
  await keep(
    state,
    state.scan.files.filter((file) => file.changedAt < restingSince),
  );
}

/** Stores files that are new or changed, some at a time, each batch with its rows. */
async function keep(state: State, files: FoundFile[]): Promise<void> {
  const fresh = files.filter((file) => state.kept.get(file.path) !== stampOf(file));
  for (let start = 0; start < fresh.length; start += BATCH) {
    const stored: KeptFile[] = [];
    for (const file of fresh.slice(start, start + BATCH)) {
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

/** Opens a file that was found, unless it is another by now: neither a link nor a special file is ever followed. */
function openFound(file: FoundFile): number | null {
  let opened: number;
  try {
    opened = fs.openSync(file.location, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK);
  } catch {
    return null;
  }
  // A folder on the way may have been exchanged for a link after it was looked into.
  if (fs.fstatSync(opened).isFile() && isWhereExpected(opened, file.location)) return opened;
  fs.closeSync(opened);
  return null;
}

function isWhereExpected(opened: number, location: Buffer): boolean {
  if (process.platform !== "linux") return true;
  return fs.readlinkSync(`/proc/self/fd/${opened}`, { encoding: "buffer" }).equals(location);
}

async function insertRows(state: State, stored: KeptFile[]): Promise<void> {
  state.namedBy ??= await findNameGiver(state.job.id, state.folder.work);
  const { namedBy } = state;
  await db.transaction(async (tx) => {
    if (!(await isOwn(tx, state))) return;
    await keepContents(
      tx,
      stored.map(({ content }) => content),
    );
    const rows = stored.map(({ file, content, detected }) => ({
      jobId: state.job.id,
      direction: "output" as const,
      path: file.path,
      sha256: content.sha256,
      sizeBytes: content.sizeBytes,
      parameter: namedBy(file.path),
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
    await notifyLive(tx, state.job.id, "files");
  });
}

/** Rows of files that the script has removed again, and of an earlier attempt's. */
async function forgetVanished(state: State, there: Set<string>): Promise<void> {
  const isOutput = and(eq(jobFiles.jobId, state.job.id), eq(jobFiles.direction, "output"));
  const rows = await db.select({ id: jobFiles.id, path: jobFiles.path }).from(jobFiles).where(isOutput);
  const gone = rows.filter((row) => !there.has(row.path)).map((row) => row.id);
  if (gone.length === 0) return;
  await db.transaction(async (tx) => {
    if (!(await isOwn(tx, state))) return;
    await tx.delete(jobFiles).where(sql`${jobFiles.id} in ${gone}`);
    await notifyLive(tx, state.job.id, "files");
  });
}

async function isOwn(tx: Pick<typeof db, "select">, state: State): Promise<boolean> {
  const own = await tx
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        eq(jobs.id, state.job.id),
        eq(jobs.attempt, state.job.attempt),
        eq(jobs.workerId, state.workerId),
        eq(jobs.status, "running"),
      ),
    )
    .for("key share");
  return own.length > 0;
}

function notesOf(state: State, scan: Scan): Message[] {
  const notes: Message[] = [];
  if (scan.isCut)
    notes.push(
      message("It left more than {count, number} files; the first {count, number} are kept.", { count: FILES_MAX }),
    );
  if (state.tooLarge > 0)
    notes.push(
      message(
        "{count, plural, one {# file is not kept: all files together may take {limit}.} other {# files are not kept: all files together may take {limit}.}}",
        { count: state.tooLarge, limit: sizeQuantity(state.bytesMax) },
      ),
    );
  return notes;
}

function stampOf(file: FoundFile): string {
  return `${file.sizeBytes}:${file.changedAt}`;
}
