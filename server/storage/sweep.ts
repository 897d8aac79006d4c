import path from "node:path";
import { cacheFolder } from "./local-cache";
import { removeOldFiles } from "./local-disk";
import { contentStore, filesFolder } from "./location";

/** The SHA-256 of each content in one of the folders that has not been stored since `before`. */
export async function listOldContents(shard: number, before: Date): Promise<string[]> {
  const old: string[] = [];
  for await (const { sha256, storedAt } of (await contentStore()).list(shard)) if (storedAt < before) old.push(sha256);
  return old;
}

/** Removes unfinished uploads that have not grown since `before`. Returns how many. */
export async function removeAbandonedUploads(before: Date): Promise<number> {
  const onDisk = await removeOldFiles(path.join(filesFolder(), "incoming"), before);
  await removeOldFiles(path.join(cacheFolder(), "incoming"), before);
  return onDisk + (await (await contentStore()).removeUnfinished(before));
}
