import { findChunkStart, readOutput } from "./read";
import {
  type EndedOrNot,
  nameOfStream,
  type OutputPart,
  type OutputReader,
  type OutputText,
  openTexts,
  readAll,
} from "./texts";

/** `base64`: the bytes as the script wrote them. */
export const outputEncodings = ["utf-8", "base64"] as const;
export type OutputEncoding = (typeof outputEncodings)[number];

/** Bytes of a run's output, for programs that write them somewhere else. */
export type OutputBytes = Omit<OutputText, "text"> & { base64: string };

/** A reader of a run's output in an encoding, from any offset on. */
export function openOutputAs(
  run: { id: number; attempt: number },
  { encoding = "utf-8", ...part }: OutputPart & { encoding?: OutputEncoding | undefined },
): Promise<OutputReader<OutputText | OutputBytes>> {
  return encoding === "base64" ? openBytes(run, part) : openTexts(run, part);
}

/** A run's output in an encoding, as far as it was written, in batches. The caller has checked the permission. */
export async function* readOutputAs(
  run: EndedOrNot,
  part: OutputPart & { encoding?: OutputEncoding | undefined },
): AsyncGenerator<(OutputText | OutputBytes)[]> {
  yield* readAll(run, await openOutputAs(run, part));
}

async function openBytes(
  run: { id: number; attempt: number },
  { stream, from }: OutputPart,
): Promise<OutputReader<OutputBytes>> {
  let next = await findChunkStart(run, from);
  return {
    read: async () => {
      const chunks = await readOutput(run, next, stream);
      const last = chunks.at(-1);
      if (!last) return null;
      next = last.position + last.content.length;
      return chunks.flatMap((chunk) => {
        const skipped = Math.max(0, from - chunk.position);
        const content = chunk.content.subarray(skipped);
        if (content.length === 0) return [];
        const end = chunk.position + chunk.content.length;
        const about = { offset: chunk.position + skipped, at: chunk.at.toISOString(), next: end };
        return [{ stream: nameOfStream(chunk.stream), ...about, base64: content.toString("base64") }];
      });
    },
    readRest: () => [],
  };
}
