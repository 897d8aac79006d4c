import type { OutputPiece } from "@/components/jobs/use-job-stream";
import { toCharacters } from "@/server/jobs/characters";
import { readOutput } from "@/server/jobs/output";

export interface FirstOutput {
  pieces: OutputPiece[];
  /** The position of the first byte that is not in them. */
  next: number;
}

/** More would make the page itself slow; the stream brings it then. */
const BYTES_MAX = 48 * 1024;

/** A run's output so far, for a page that is whole before any script has run; null when it is long. */
export async function readFirstOutput(run: {
  id: number;
  attempt: number;
  outputBytes: number;
  endedAt: Date | null;
}): Promise<FirstOutput | null> {
  if (run.outputBytes > BYTES_MAX) return null;
  const decode = await toCharacters(run, 0);
  const pieces = await readOutput(run, 0);
  const last = pieces.at(-1);
  return {
    pieces: decode(pieces, run.endedAt !== null),
    next: last ? last.position + last.content.length : 0,
  };
}
