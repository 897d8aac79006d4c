import type { outputStreams } from "@/db/schema/jobs";

export type OutputStream = keyof typeof outputStreams;

/** A chunk of output as it was stored. `position` counts bytes over all streams from the run's start. */
export interface OutputChunk {
  position: number;
  stream: number;
  content: Buffer;
}

/** A chunk with its time of arrival. */
export type TimedChunk = OutputChunk & { at: Date };
