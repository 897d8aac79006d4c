import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { db, pg, type Queryable } from "@/db/client";
import { haveEnded, jobHasEnded } from "@/db/job-conditions";
import { type OutputBlock, storedOutputs } from "@/db/schema/jobs";
import { discardContents, keepContents } from "@/server/files/content";
import { storeStream } from "@/server/storage/store";
import type { TimedChunk } from "./chunk";
import { openCharacter } from "./read";
import { BLOCK_BYTES, packBlock, STORED_BYTES_MIN } from "./stored";

const ROWS_AT_A_TIME = 32;

/**
 * Moves the output of an ended run into storage, compressed. Its rows are deleted in the transaction that stores the
 * reference to the file, so that the output is always in one of the two places. A second call, or a call for short
 * output or another attempt, does nothing. Returns whether it moved any. Readers find the same chunks in both places.
 */
export async function storeOutput(jobId: number, attempt: number): Promise<boolean> {
  const [job] = await pg`
    select from jobs where id = ${jobId} and attempt = ${attempt} and ${jobHasEnded()}
      and output_bytes >= ${STORED_BYTES_MIN}
      and exists (select from job_output where job_id = ${jobId} and attempt = ${attempt})`;
  if (!job) return false;
  const packed: Packed = { blocks: [], rows: 0, bytes: 0 };
  const content = await storeStream(Readable.from(packOutput({ jobId, attempt }, packed)), Number.MAX_SAFE_INTEGER);
  try {
    return await db.transaction(async (tx) => {
      // Guards against a re-run, which removes the output of the previous attempt.
      const [ended] = await tx.execute(sql`
        select from jobs where id = ${jobId} and attempt = ${attempt} and ${haveEnded()} for key share`);
      if (!ended) return false;
      await keepContents(tx, [content]);
      await tx.insert(storedOutputs).values({ jobId, attempt, sha256: content.sha256, blocks: packed.blocks });
      await dropRows(tx, { jobId, attempt }, packed);
      return true;
    });
  } finally {
    await discardContents([content]);
  }
}

/** Moves output of the last day that was not moved when its job ended. Returns how many runs' output was moved. */
export async function storeForgottenOutputs(): Promise<number> {
  const forgotten = await pg<{ id: number; attempt: number }[]>`
    select id, attempt from jobs
    where ended_at > now() - interval '1 day' and ended_at < now() - interval '2 minutes'
      and output_bytes >= ${STORED_BYTES_MIN} and deleted_at is null
      and exists (select from job_output where job_id = jobs.id and attempt = jobs.attempt)
    order by ended_at limit 20`;
  let moved = 0;
  for (const job of forgotten) moved += (await storeOutput(job.id, job.attempt)) ? 1 : 0;
  return moved;
}

type Run = { jobId: number; attempt: number };

/** What was packed, to compare it with the rows that are deleted. */
interface Packed {
  blocks: OutputBlock[];
  rows: number;
  bytes: number;
}

async function* packOutput(run: Run, packed: Packed): AsyncGenerator<Buffer> {
  const ends = new Map<number, Buffer>();
  let offset = 0;
  let chunks: TimedChunk[] = [];
  let bytes = 0;
  const pack = async () => {
    const block = await packBlock(chunks);
    packed.blocks.push({ position: chunks[0]?.position ?? 0, offset, ...openAt(ends) });
    for (const { stream, content } of chunks) {
      ends.set(stream, Buffer.concat([ends.get(stream) ?? Buffer.alloc(0), content.subarray(-3)]).subarray(-3));
    }
    offset += block.length;
    chunks = [];
    bytes = 0;
    return block;
  };
  for await (const chunk of readRows(run)) {
    chunks.push(chunk);
    bytes += chunk.content.length;
    packed.rows += 1;
    packed.bytes += chunk.content.length;
    if (bytes >= BLOCK_BYTES) yield await pack();
  }
  if (chunks.length > 0) yield await pack();
}

/** The characters that streams have started and not ended before the next block, for readers who start there. */
function openAt(ends: Map<number, Buffer>): Pick<OutputBlock, "open"> {
  const open = [...ends].map(([stream, end]): [string, string] => [String(stream), openCharacter(end).toString("hex")]);
  const begun = open.filter(([, hex]) => hex !== "");
  return begun.length > 0 ? { open: Object.fromEntries(begun) } : {};
}

async function* readRows({ jobId, attempt }: Run): AsyncGenerator<TimedChunk> {
  let from = -1;
  for (;;) {
    const rows = await pg<{ position: string; stream: number; at: Date; content: Buffer }[]>`
      select position, stream, at, content from job_output
      where job_id = ${jobId} and attempt = ${attempt} and position > ${from} order by position limit ${ROWS_AT_A_TIME}`;
    for (const row of rows) {
      from = Number(row.position);
      yield { ...row, position: from };
    }
    if (rows.length < ROWS_AT_A_TIME) return;
  }
}

async function dropRows(tx: Queryable, { jobId, attempt }: Run, packed: Packed): Promise<void> {
  const [dropped] = await tx.execute<{ rows: number; bytes: number }>(sql`
    with dropped as (
      delete from job_output where job_id = ${jobId} and attempt = ${attempt} returning length(content) as bytes)
    select count(*)::int as rows, coalesce(sum(bytes), 0)::float8 as bytes from dropped`);
  if (dropped?.rows !== packed.rows || dropped.bytes !== packed.bytes) {
    throw new Error(`The output of job ${jobId} changed while it was stored.`);
  }
}
