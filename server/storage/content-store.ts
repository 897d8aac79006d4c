import type { Readable } from "node:stream";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

/** Content in storage: its SHA-256 (the key) and SHA-1 (shown by Wooey) in hex, and its size. */
export interface StoredContent {
  sha256: string;
  sha1: string;
  sizeBytes: number;
}

/** Bytes of a content, from `start` to `end` inclusive. */
export interface ByteRange {
  start: number;
  end?: number;
}

/** A content as a listing finds it. `storedAt` is when it was last stored. */
export interface ListedContent {
  sha256: string;
  sizeBytes: number;
  storedAt: Date;
}

/** How web's own server sends a content: from a file of this machine, or from where it is stored. */
export type Sendable = { file: string } | { sha256: string; sizeBytes: number };

/** Contents are distributed over this many folders, by the first byte of their SHA-256. */
export const SHARDS = 256;

/**
 * A place for contents, each under its SHA-256: a folder, or a bucket of S3. A content appears complete or not at all, and
 * equal contents are stored once. All functions throw `StorageError` while the place cannot be used, and an error with
 * the code ENOENT for a content that is not there.
 */
export interface ContentStore {
  /** The folder, or the address `s3://bucket/prefix`. */
  location: string;
  /** Makes a complete file of this machine stored content. A folder takes the file; a bucket leaves it. */
  put(file: string, content: Pick<StoredContent, "sha256" | "sizeBytes">): Promise<void>;
  /** Takes a file that `put` has left, because it is often read soon on this machine. */
  keepCopy(file: string, content: Pick<StoredContent, "sha256" | "sizeBytes">): Promise<void>;
  /** Opens a content for reading. A stream of a full content fails at its end if its bytes are not those of its name. */
  open(sha256: string, range?: ByteRange): Readable;
  /** The size in bytes; null if there is no such content. */
  size(sha256: string): Promise<number | null>;
  /** Removes a content, if it exists. */
  remove(sha256: string): Promise<void>;
  /** The contents of one of the 256 folders, in no particular order. */
  list(shard: number): AsyncIterable<ListedContent>;
  /** The path of a file of this machine with the content. Read it at once: it may be removed after some minutes. */
  localFile(sha256: string): Promise<string>;
  /** @throws an error with the code ENOENT */
  sendable(sha256: string): Promise<Sendable>;
  /** An address at which a browser gets the content as a download, valid for five minutes; null if there is none. */
  downloadUrl(sha256: string, headers: DownloadHeaders): Promise<string | null>;
  /** Removes what was never completed and has not grown since `before`. Returns how many files that were. */
  removeUnfinished(before: Date): Promise<number>;
  /** A small text that describes the contents, by its name; null if there is none. */
  readText(name: string): Promise<string | null>;
  writeText(name: string, text: string): Promise<void>;
  /** The names of texts with this prefix, sorted. */
  listTexts(prefix: string): Promise<string[]>;
}

/** What a response to a download says about the file. */
export interface DownloadHeaders {
  type: string;
  disposition: string;
}

/** The place of contents cannot be used: it does not respond, refuses access, or lost what it had acknowledged. */
export class StorageError extends AppError {
  /** What happened, for the log and for administrators. */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super("unavailable", t("The storage of this site is not available. Try again later."));
    this.name = "StorageError";
    this.reason = reason;
    this.cause = options?.cause;
  }
}

/** Bytes that are not those of their name. */
export class DamagedError extends StorageError {
  constructor(location: string, sha256: string) {
    super(`${location}: the content ${sha256} is damaged`);
  }
}

/** A content that does not exist. */
export class NotStoredError extends Error {
  readonly code = "ENOENT";

  constructor(sha256: string) {
    super(`There is no content ${sha256} in storage.`);
    this.name = "NotStoredError";
  }
}

/** The key of a content below the folder or prefix of its store. @throws not_found if the text is not a SHA-256 */
export function keyOf(sha256: string): string {
  if (!isContentName(sha256)) throw new AppError("not_found", t("File not found."));
  return `${sha256.slice(0, 2)}/${sha256}`;
}

/** Whether a text is a SHA-256 in lower-case hex. */
export function isContentName(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** The name of one of the 256 folders. */
export function shardName(shard: number): string {
  return shard.toString(16).padStart(2, "0");
}
