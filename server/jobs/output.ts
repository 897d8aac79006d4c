import { sql } from "@/db/client";
import { outputStreams } from "@/db/schema/jobs";

export type OutputStream = keyof typeof outputStreams;

/** A piece of output as it was stored. `position` counts bytes over all streams from the run's start. */
export interface OutputPiece {
  position: number;
  stream: number;
  content: Buffer;
}

/** How many bytes of output are read at a time. */
const BATCH_BYTES = 256 * 1024;

/** The next pieces of a run's output from `position` on, together about 256 KiB, in order; none when there are none yet. */
export async function readOutput(
  run: { id: number; attempt: number },
  position: number,
  stream?: OutputStream,
): Promise<OutputPiece[]> {
  const ofStream = stream ? sql`and stream = ${outputStreams[stream]}` : sql``;
  const from = sql`job_id = ${run.id} and attempt = ${run.attempt} and position >= ${position} ${ofStream}`;
  const rows = await sql<{ position: string; stream: number; content: Buffer }[]>`
    select position, stream, content from job_output
    where ${from} and position < ${BATCH_BYTES} + (
      select position from job_output where ${from} order by position limit 1)
    order by position`;
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

/** Both streams of a run, whole, as text; what is no UTF-8 becomes U+FFFD. Notes of the runner are in neither. */
export async function readWholeOutput(run: {
  id: number;
  attempt: number;
}): Promise<{ stdout: string; stderr: string }> {
  const rows = await sql<{ stream: number; content: Buffer }[]>`
    select stream, content from job_output where job_id = ${run.id} and attempt = ${run.attempt} order by position`;
  const textOf = (stream: number) =>
    Buffer.concat(rows.filter((row) => row.stream === stream).map((row) => row.content)).toString();
  return { stdout: textOf(outputStreams.stdout), stderr: textOf(outputStreams.stderr) };
}
