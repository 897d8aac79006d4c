import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";
import { ZipFile } from "yazl";
import { openStored } from "@/server/storage/store";

export type ArchiveFormat = "zip" | "tar.gz";

/** A file for an archive. */
export interface ArchiveEntry {
  /** Relative, with `/`. */
  path: string;
  sha256: string;
  sizeBytes: number;
  at: Date;
}

/**
 * An archive of stored contents in a folder `prefix`, created while it is read: nothing is kept, on disk or in memory.
 * The stream fails if a content is missing.
 */
export function makeArchive(format: ArchiveFormat, prefix: string, entries: AsyncIterable<ArchiveEntry>): Readable {
  return format === "zip" ? makeZip(prefix, entries) : makeTar(prefix, entries);
}

function makeZip(prefix: string, entries: AsyncIterable<ArchiveEntry>): Readable {
  const zip = new ZipFile();
  // yazl types its stream as Node's smallest stream interface; it is a PassThrough.
  const output = zip.outputStream as Readable;
  let source: Readable | undefined;
  output.once("close", () => source?.destroy());
  zip.on("error", (error) => output.destroy(error));
  const add = async () => {
    for await (const { path, sha256, at } of entries) {
      if (output.destroyed) return;
      source = openStored(sha256);
      const closed = new Promise<void>((resolve) => source?.once("close", resolve));
      source.once("error", (error) => output.destroy(error));
      zip.addReadStream(source, entryName(prefix, path), { mtime: at, mode: 0o100644 });
      await closed;
    }
    zip.end();
  };
  add().catch((error: Error) => output.destroy(error));
  return output;
}

function makeTar(prefix: string, entries: AsyncIterable<ArchiveEntry>): Readable {
  const tar = pack();
  const add = async () => {
    for await (const { path, sha256, sizeBytes, at } of entries) {
      const target = tar.entry({ name: entryName(prefix, path), size: sizeBytes, mtime: at, mode: 0o644 });
      await pipeline(openStored(sha256), target);
    }
    tar.finalize();
  };
  add().catch((error: Error) => tar.destroy(error));
  const gzip = createGzip();
  pipeline(Readable.from(tar), gzip).catch((error: Error) => gzip.destroy(error));
  return gzip;
}

/**
 * The name of a file in an archive, which never leaves the folder `prefix`, wherever the archive is unpacked. A backslash
 * is an ordinary character on Linux and a separator on Windows, and zip files refuse it.
 */
function entryName(prefix: string, path: string): string {
  const names = path.replaceAll("\\", "_").split("/");
  return [prefix, ...names.filter((name) => name !== "").map((name) => (/^\.\.?$/.test(name) ? "_" : name))].join("/");
}
