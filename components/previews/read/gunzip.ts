import { Gunzip } from "fflate";
import { PreviewProblem } from "./problem";
import type { Chunk } from "./ranged-file";

/** A compressed file of 1 MB can unpack to 1 GB. */
const UNPACKED_BYTES_MAX = 1024 * 1024 * 1024;

/** The unpacked bytes of a gzip file, also of one with many members, such as those of bgzip. */
export async function* gunzip(chunks: AsyncIterable<Chunk>, bytesMax = UNPACKED_BYTES_MAX): AsyncGenerator<Chunk> {
  let unpacked: Uint8Array[] = [];
  let total = 0;
  const stream = new Gunzip((bytes) => {
    total += bytes.length;
    if (total > bytesMax) throw new PreviewProblem("tooMuchUnpacked");
    if (bytes.length > 0) unpacked.push(bytes);
  });
  for await (const { bytes, progress } of chunks) {
    for (let at = 0; at < bytes.length; at += STEP_BYTES) {
      push(stream, bytes.subarray(at, at + STEP_BYTES));
      const ready = unpacked;
      unpacked = [];
      for (const part of ready) yield { bytes: part, progress };
    }
  }
}

/** Little enough that one step unpacks to 64 MB at most. */
const STEP_BYTES = 64 * 1024;

function push(stream: Gunzip, bytes: Uint8Array): void {
  try {
    stream.push(bytes);
  } catch (cause) {
    if (cause instanceof PreviewProblem) throw cause;
    throw new PreviewProblem("damaged", { cause });
  }
}
