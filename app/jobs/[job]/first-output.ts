import type { OutputPiece } from "@/components/jobs/use-job-stream";
import { readOutput } from "@/server/jobs/output";

/** More would make the page itself slow; the stream brings the rest. */
const BYTES_MAX = 48 * 1024;

/** The beginning of a run's output, for a page that is whole before any script has run. */
export async function readFirstOutput(run: {
  id: number;
  attempt: number;
  outputBytes: number;
}): Promise<OutputPiece[]> {
  if (run.outputBytes === 0 || run.outputBytes > BYTES_MAX) return [];
  const decoders = new Map<number, TextDecoder>();
  const pieces: OutputPiece[] = [];
  for (const { position, stream, content } of await readOutput(run, 0)) {
    const decoder = decoders.get(stream) ?? new TextDecoder();
    decoders.set(stream, decoder);
    pieces.push({ position, stream, text: decoder.decode(content, { stream: true }) });
  }
  return pieces;
}
