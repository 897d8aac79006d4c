import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";

/** Contents are distributed over this many folders, by the first byte of their SHA-256. */
export const SHARDS = 256;

/** The SHA-256 of each content in one of the folders that has not been written since `before`. */
export async function listOldContents(shard: number, before: Date): Promise<string[]> {
  const folder = path.join(env().WOOEY_DATA_DIR, "files", shard.toString(16).padStart(2, "0"));
  const names = (await namesIn(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  return keepOld(folder, names, before);
}

/** Removes unfinished uploads that have not grown since `before`. Returns how many. */
export async function removeAbandonedUploads(before: Date): Promise<number> {
  const folder = path.join(env().WOOEY_DATA_DIR, "files", "incoming");
  const abandoned = await keepOld(folder, await namesIn(folder), before);
  for (const name of abandoned) await fs.promises.rm(path.join(folder, name), { force: true });
  return abandoned.length;
}

async function namesIn(folder: string): Promise<string[]> {
  return fs.promises.readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}

async function keepOld(folder: string, names: string[], before: Date): Promise<string[]> {
  const old: string[] = [];
  for (const name of names) {
    const stat = await fs.promises.stat(path.join(folder, name)).catch(() => null);
    if (stat && stat.mtime < before) old.push(name);
  }
  return old;
}
