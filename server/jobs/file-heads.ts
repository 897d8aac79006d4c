import { and, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { openStored } from "@/server/storage/store";
import { getJobHandle } from "./queries";
import { readPart, type TablePage } from "./table-rows";

/** The start of a file as text, for a preview. */
export interface FileHead {
  text: string;
  /** Whether the text is the full file. */
  isComplete: boolean;
  /** The first rows of a CSV or TSV file, instead of its text. */
  table?: TablePage;
}

/**
 * The first `bytesMax` bytes of each of these files of a job as text, by the file's id. Bytes that are not UTF-8 become
 * U+FFFD. Files that do not belong to the job, are hidden from the actor or are missing from storage are omitted.
 * @throws not_found for the job
 */
export async function readFileHeads(
  actor: Actor,
  job: string,
  { fileIds, bytesMax }: { fileIds: number[]; bytesMax: number },
): Promise<Map<number, FileHead>> {
  const handle = await getJobHandle(actor, job);
  if (fileIds.length === 0) return new Map();
  const rows = await db
    .select({
      id: jobFiles.id,
      sha256: jobFiles.sha256,
      sizeBytes: jobFiles.sizeBytes,
      kind: jobFiles.kind,
      direction: jobFiles.direction,
    })
    .from(jobFiles)
    .where(and(eq(jobFiles.jobId, handle.id), inArray(jobFiles.id, fileIds)));
  const shown = rows.filter((row) => row.direction === "output" || handle.showsInputs);
  const heads = await Promise.all(
    shown.map(async ({ id, sha256, sizeBytes, kind }): Promise<[number, FileHead][]> => {
      if (kind === "table") {
        const table = await ifStored(readPart({ sha256, sizeBytes }, 0));
        return table ? [[id, { text: "", isComplete: table.next === null, table }]] : [];
      }
      const bytes = await ifStored(readStart(sha256, bytesMax));
      return bytes ? [[id, { text: toText(bytes), isComplete: sizeBytes <= bytesMax }]] : [];
    }),
  );
  return new Map(heads.flat());
}

async function readStart(sha256: string, bytesMax: number): Promise<Buffer> {
  return Buffer.concat(await openStored(sha256, { start: 0, end: bytesMax - 1 }).toArray());
}

async function ifStored<Content>(reading: Promise<Content>): Promise<Content | null> {
  try {
    return await reading;
  } catch (error) {
    // The functions of node:fs throw only such errors.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** A cut may split a character; the incomplete one at the end is omitted. */
function toText(bytes: Buffer): string {
  return new TextDecoder().decode(bytes, { stream: true }).replaceAll("\0", "\u{FFFD}");
}
