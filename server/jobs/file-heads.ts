import { and, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { type ImageSize, readImageSize } from "@/server/files/image-size";
import { findImagePaths } from "@/server/files/markdown-images";
import { findEncoding, fromLatin1 } from "@/server/files/text-encoding";
import { t } from "@/server/language/text";
import { openStored } from "@/server/storage/store";
import { getJobHandle } from "./queries";
import { readPart as readTablePart, type TablePage } from "./table-rows";
import { hasPassed } from "./withheld";

/** What a preview shows of a file: the start of its text. An image has an empty text. */
export interface FileHead {
  text: string;
  /** Whether the text is the full file. */
  isComplete: boolean;
  /** The first rows of a CSV or TSV file, instead of its text. */
  table?: TablePage;
  /** Why the browser must not show an image. */
  refusal?: string;
  /** The job's pictures to which a Markdown file refers: the id of each by its address in the text. */
  images?: ReadonlyMap<string, number>;
}

/** As many as a browser decodes without trouble: 200 MB. */
const PIXELS_MAX = 50_000_000;

/**
 * The first `bytesMax` bytes of each of these files of a job as text, by the file's id. Bytes without a meaning in the
 * file's encoding become U+FFFD. Files that do not belong to the job, are hidden from the actor, have not passed the
 * virus scanner or are missing from storage are omitted.
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
      path: jobFiles.path,
      kind: jobFiles.kind,
      direction: jobFiles.direction,
    })
    .from(jobFiles)
    .where(and(eq(jobFiles.jobId, handle.id), inArray(jobFiles.id, fileIds), hasPassed()));
  const shown = rows.filter((row) => row.direction === "output" || handle.showsInputs);
  const heads = await Promise.all(
    shown.map(async ({ id, sha256, sizeBytes, path, kind }): Promise<[number, FileHead][]> => {
      if (kind === "table") {
        const table = await ifStored(readTablePart({ sha256, sizeBytes }, 0));
        return table ? [[id, { text: "", isComplete: table.next === null, table }]] : [];
      }
      if (kind === "image") {
        const size = await ifStored(readImageSize((at, length) => readPart(sha256, at, length)));
        const refusal = refusalOf(size);
        return [[id, { text: "", isComplete: true, ...(refusal === null ? {} : { refusal }) }]];
      }
      const bytes = await ifStored(readPart(sha256, 0, bytesMax));
      if (!bytes) return [];
      const head: FileHead = { text: toText(bytes), isComplete: sizeBytes <= bytesMax };
      if (kind === "markdown") head.images = await findImages(handle.id, findImagePaths(head.text, path));
      return [[id, head]];
    }),
  );
  return new Map(heads.flat());
}

/** The ids of a job's output files with these paths that a browser can show, by their address in the document. */
export async function findImages(jobId: number, paths: Map<string, string>): Promise<Map<string, number>> {
  if (paths.size === 0) return new Map();
  const rows = await db
    .select({ id: jobFiles.id, path: jobFiles.path, kind: jobFiles.kind, sha256: jobFiles.sha256 })
    .from(jobFiles)
    .where(
      and(
        eq(jobFiles.jobId, jobId),
        eq(jobFiles.direction, "output"),
        inArray(jobFiles.kind, ["image", "svg"]),
        inArray(jobFiles.path, [...paths.values()]),
        hasPassed(),
      ),
    );
  const ids = new Map<string, number>();
  for (const { id, path, kind, sha256 } of rows) {
    const size = kind === "image" ? await ifStored(readImageSize((at, length) => readPart(sha256, at, length))) : null;
    if (kind === "svg" || refusalOf(size) === null) ids.set(path, id);
  }
  return new Map([...paths].flatMap(([address, path]) => (ids.has(path) ? [[address, ids.get(path) ?? 0]] : [])));
}

async function readPart(sha256: string, at: number, length: number): Promise<Buffer> {
  return Buffer.concat(await openStored(sha256, { start: at, end: at + length - 1 }).toArray());
}

/** A small file can have so many pixels that it takes all memory of the browser. */
function refusalOf(size: ImageSize | null): string | null {
  if (size === null) return t("This file cannot be shown here. Download it instead.");
  if (size.width * size.height <= PIXELS_MAX) return null;
  return t("This picture has {width, number} × {height, number} pixels, too many to show here. Download it instead.", {
    width: size.width,
    height: size.height,
  });
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
  const encoding = findEncoding(bytes);
  const text =
    encoding === "windows-1252"
      ? fromLatin1(bytes.toString("latin1"))
      : new TextDecoder(encoding).decode(bytes, { stream: true });
  return text.replaceAll("\0", "\u{FFFD}");
}
