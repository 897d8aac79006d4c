import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { env } from "@/server/env";
import { isContentName, keyOf, type StoredContent } from "./content-store";
import { moveInto } from "./local-disk";

/** Copies of contents on this machine, for programs that read files. */
export interface LocalCache {
  /** The path of a copy, which is fetched if there is none. @throws as the function that opens contents */
  fetch(sha256: string): Promise<string>;
  /** Takes over a file that was just stored, because it is often read soon. */
  keep(file: string, content: Pick<StoredContent, "sha256" | "sizeBytes">): Promise<void>;
}

/** A copy that was used a shorter time ago stays, even if the cache is too large. */
const USED_MS = 5 * 60_000;
/** After a removal the cache has this share of its limit, so that not every new copy starts another one. */
const LOW_SHARE = 0.8;
/** A larger file is not kept: it would displace everything else. */
const KEPT_SHARE = 0.1;

/**
 * The cache in the data folder: at most WOOEY_S3_CACHE bytes, of which the longest unused go first. Several processes of a
 * machine may share it. `open` opens a content and fails if its bytes are not those of its name.
 */
export function openLocalCache(open: (sha256: string) => Readable): LocalCache {
  const fetching = new Map<string, Promise<string>>();
  const shrink = createShrinker();
  const fetch = async (sha256: string): Promise<string> => {
    const file = pathOf(sha256);
    if (await touch(file)) return file;
    const incoming = path.join(cacheFolder(), "incoming", `${sha256}.${randomUUID()}`);
    await fs.promises.mkdir(path.dirname(incoming), { recursive: true, mode: 0o700 });
    try {
      await pipeline(open(sha256), fs.createWriteStream(incoming, { mode: 0o600 }));
      await shrink.makeRoom((await fs.promises.stat(incoming)).size);
      await moveInto(incoming, file);
    } finally {
      await fs.promises.rm(incoming, { force: true });
    }
    return file;
  };
  return {
    fetch: (sha256) => {
      // Several readers at the same time share one download.
      const shared = fetching.get(sha256) ?? fetch(sha256).finally(() => fetching.delete(sha256));
      fetching.set(sha256, shared);
      return shared;
    },
    keep: async (file, { sha256, sizeBytes }) => {
      if (sizeBytes > env().WOOEY_S3_CACHE * KEPT_SHARE) return;
      await shrink.makeRoom(sizeBytes);
      await moveInto(file, pathOf(sha256));
    },
  };
}

/** The folder of the copies. */
export const cacheFolder = () => path.join(env().WOOEY_DATA_DIR, "cache");
const pathOf = (sha256: string) => path.join(cacheFolder(), keyOf(sha256));

/** Notes that a copy was used now. Returns whether there is one. */
async function touch(file: string): Promise<boolean> {
  const now = new Date();
  return fs.promises.utimes(file, now, now).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
}

/** Keeps the cache below its limit. It knows the size from what this process added, and counts anew before it removes. */
function createShrinker(): { makeRoom(bytes: number): Promise<void> } {
  let knownBytes: number | null = null;
  let shrinking: Promise<void> = Promise.resolve();
  const makeRoom = async (bytes: number): Promise<void> => {
    const bytesMax = env().WOOEY_S3_CACHE;
    knownBytes ??= sum(await listCopies());
    knownBytes += bytes;
    if (knownBytes <= bytesMax) return;
    knownBytes = (await removeOldest(Math.max(0, bytesMax * LOW_SHARE - bytes))) + bytes;
  };
  return {
    makeRoom: (bytes) => {
      const made = shrinking.then(() => makeRoom(bytes));
      shrinking = made.catch(() => undefined); // The next one tries again.
      return made;
    },
  };
}

interface Copy {
  file: string;
  sizeBytes: number;
  usedAt: number;
}

/** Removes the copies that were not used for the longest time. Returns how many bytes are left. */
async function removeOldest(bytesMax: number): Promise<number> {
  const copies = (await listCopies()).sort((a, b) => a.usedAt - b.usedAt);
  let left = sum(copies);
  for (const { file, sizeBytes, usedAt } of copies) {
    if (left <= bytesMax || usedAt > Date.now() - USED_MS) break;
    await fs.promises.rm(file, { force: true });
    left -= sizeBytes;
  }
  return left;
}

async function listCopies(): Promise<Copy[]> {
  const root = cacheFolder();
  const entries = await fs.promises.readdir(root, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const copies: Copy[] = [];
  for (const entry of entries.filter((name) => isContentName(path.basename(name)))) {
    const file = path.join(root, entry);
    const stat = await fs.promises.stat(file).catch(() => null); // Another process may have removed it.
    if (stat) copies.push({ file, sizeBytes: stat.size, usedAt: stat.mtimeMs });
  }
  return copies;
}

const sum = (copies: Copy[]) => copies.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
