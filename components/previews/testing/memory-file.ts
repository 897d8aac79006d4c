import type { RangedFile } from "../read/ranged-file";
import type { RowBatch, TableSource } from "../read/table-source";

export interface MemoryFile extends RangedFile {
  /** How many bytes were read. */
  readonly readBytes: number;
}

/** A file in memory that counts what is read of it. */
export function memoryFile(content: Uint8Array | string): MemoryFile {
  const bytes = Uint8Array.from(typeof content === "string" ? Buffer.from(content) : content);
  let readBytes = 0;
  return {
    sizeBytes: bytes.length,
    get readBytes() {
      return readBytes;
    },
    read: async (start, end) => {
      const part = bytes.slice(start, end);
      readBytes += part.length;
      return part;
    },
  };
}

export async function allRows(source: TableSource): Promise<string[][]> {
  const batches: RowBatch[] = [];
  for await (const batch of source.batches()) batches.push(batch);
  return batches.flatMap(({ rows }) => rows);
}
