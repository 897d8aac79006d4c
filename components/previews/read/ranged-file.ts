import { PreviewProblem } from "./problem";

/** A file that is read in parts, without loading all of it. */
export interface RangedFile {
  sizeBytes: number;
  /** The bytes from `start` up to `end`, which is not included; fewer at the end of the file. */
  read: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>;
}

/** A file of a job, read by HTTP ranges. */
export function openRemoteFile(url: string, sizeBytes: number): RangedFile {
  return {
    sizeBytes,
    read: async (start, end) => {
      const last = Math.min(end, sizeBytes) - 1;
      if (last < start) return new Uint8Array();
      const response = await fetch(url, { headers: { range: `bytes=${start}-${last}` } }).catch((cause: unknown) => {
        throw new PreviewProblem("unreachable", { cause });
      });
      if (response.status !== 206 && response.status !== 200) throw new PreviewProblem("unreachable");
      const bytes = new Uint8Array(await response.arrayBuffer());
      return response.status === 206 ? bytes : bytes.subarray(start, last + 1);
    },
  };
}

/** All bytes of a file that has at most `bytesMax`. */
export async function readAll(file: RangedFile, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  if (file.sizeBytes > bytesMax) throw new PreviewProblem("tooLarge");
  return file.read(0, file.sizeBytes);
}

/** The first chunk is small, so that the first rows appear at once; later ones are large, so that they are few. */
const CHUNK_BYTES = { first: 256 * 1024, max: 4 * 1024 * 1024 };

/** A part of a file, and how much of the file has been read, from 0 to 1. */
export interface Chunk {
  bytes: Uint8Array;
  progress: number;
}

/** The bytes of a file from its start, one range after another. */
export async function* readChunks(file: RangedFile): AsyncGenerator<Chunk> {
  let size = CHUNK_BYTES.first;
  for (let at = 0; at < file.sizeBytes; ) {
    const bytes = await file.read(at, at + size);
    if (bytes.length === 0) return;
    at += bytes.length;
    size = Math.min(size * 2, CHUNK_BYTES.max);
    yield { bytes, progress: at / file.sizeBytes };
  }
}
