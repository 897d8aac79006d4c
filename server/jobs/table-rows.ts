import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { findTableFormat, readTableBytes } from "@/server/files/table-bytes";
import { isNumeric, sortRows } from "@/server/files/table-text";
import { t } from "@/server/language/text";
import { openStored } from "@/server/storage/store";
import { getJobHandle } from "./queries";
import { requirePassed, scanColumns } from "./withheld";

/** A part of a table in a file. */
export interface TablePage {
  header: string[];
  /** Which columns are aligned to the right. */
  numeric: boolean[];
  rows: string[][];
  /** The `at` of the next part; null at the end. */
  next: number | null;
  /** Whether the table can be sorted. A larger one can only be read from its start. */
  canSort: boolean;
}

const PAGE_ROWS = 200;
const PAGE_BYTES = 256 * 1024;
const COLUMNS_MAX = 100;
/** Sorting needs the full table in memory. */
const SORTED = { bytes: 16 * 1024 * 1024, rows: 100_000 };

const integer = z
  .string()
  .regex(/^\d{1,15}$/, { error: () => t("Enter a whole number.") })
  .transform(Number);

/**
 * The query for a part of a table: `at` is where to continue (a byte of the file, or a row if the table is sorted),
 * `sort` is the column to sort by, `desc` means descending order.
 */
export const tableQuery = z
  .object({ at: integer.default(0), sort: integer.nullable().default(null), desc: z.string().optional() })
  .transform(({ at, sort, desc }) => ({ at, sort, isDescending: desc !== undefined }));

export type TableQuery = z.output<typeof tableQuery>;

/**
 * Rows of a job's CSV or TSV file, 200 at a time. Files of any size can be read; tables up to 16 MB and 100,000 rows
 * can be sorted.
 * @throws not_found as for the file itself; limit for sorting a larger one
 */
export async function readTable(
  actor: Actor,
  { job, file }: { job: string; file: string },
  query: TableQuery,
): Promise<TablePage> {
  const handle = await getJobHandle(actor, job);
  const [row] = /^[1-9]\d{0,8}$/.test(file)
    ? await db
        .select({
          sha256: jobFiles.sha256,
          sizeBytes: jobFiles.sizeBytes,
          direction: jobFiles.direction,
          ...scanColumns,
        })
        .from(jobFiles)
        .where(and(eq(jobFiles.id, Number(file)), eq(jobFiles.jobId, handle.id), eq(jobFiles.kind, "table")))
    : [];
  if (!row || (row.direction === "input" && !handle.showsInputs)) {
    throw new AppError("not_found", t("Table not found."));
  }
  requirePassed(row);
  return query.sort === null ? readPart(row, query.at) : readSorted(row, query.sort, query);
}

/** A part of a stored table from a byte on, which must be 0 or an earlier `next`. */
export async function readPart(content: { sha256: string; sizeBytes: number }, at: number): Promise<TablePage> {
  const { sha256, sizeBytes } = content;
  const start = await readBytes(sha256, 0, PAGE_BYTES);
  const format = findTableFormat(start);
  const first = readTableBytes(start.subarray(format.firstByte), format, {
    rowsMax: 1,
    isLast: sizeBytes <= PAGE_BYTES,
  });
  const from = Math.max(at, format.firstByte + first.used);
  const bytes = from < PAGE_BYTES / 2 ? start.subarray(from) : await readBytes(sha256, from, PAGE_BYTES);
  const isLast = from + bytes.length >= sizeBytes;
  let { rows, used } = readTableBytes(bytes, format, { rowsMax: PAGE_ROWS, isLast });
  // A row that is longer than the chunk that is read at once is shown cut.
  if (used === 0 && bytes.length > 0)
    ({ rows, used } = readTableBytes(bytes, format, { rowsMax: PAGE_ROWS, isLast: true }));
  const next = from + used;
  const canSort = sizeBytes <= SORTED.bytes;
  return toPage(first.rows[0] ?? [], rows, { next: next < sizeBytes && used > 0 ? next : null, canSort });
}

async function readSorted(
  { sha256, sizeBytes }: { sha256: string; sizeBytes: number },
  column: number,
  { at, isDescending }: TableQuery,
): Promise<TablePage> {
  const tooLarge = () => new AppError("limit", t("The table is too large to sort here. Download it instead."));
  if (sizeBytes > SORTED.bytes) throw tooLarge();
  const bytes = await readBytes(sha256, 0, sizeBytes);
  const format = findTableFormat(bytes);
  const all = readTableBytes(bytes.subarray(format.firstByte), format, { rowsMax: SORTED.rows + 2, isLast: true }).rows;
  if (all.length > SORTED.rows + 1) throw tooLarge();
  const [header = [], ...rows] = all;
  const sorted = sortRows(rows, { column, isDescending });
  const next = at + PAGE_ROWS;
  return toPage(header, sorted.slice(at, next), { next: next < sorted.length ? next : null, canSort: true });
}

function toPage(header: string[], rows: string[][], { next, canSort }: Pick<TablePage, "next" | "canSort">): TablePage {
  const columns = header.slice(0, COLUMNS_MAX);
  return {
    header: columns,
    numeric: columns.map((_, index) => isNumeric(rows, index)),
    rows: rows.map((row) => row.slice(0, COLUMNS_MAX)),
    next,
    canSort,
  };
}

async function readBytes(sha256: string, from: number, length: number): Promise<Buffer> {
  return Buffer.concat(await openStored(sha256, { start: from, end: Math.max(from, from + length - 1) }).toArray());
}
