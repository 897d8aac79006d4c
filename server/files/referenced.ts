import { pg } from "@/db/client";
import { type ContentStore, SHARDS, shardName } from "@/server/storage/content-store";
import { sizesIn } from "@/server/storage/copy-content";

/** SQL: the contents to which rows refer. Descriptions are left out: they live for seconds. */
export const REFERENCED = `
  select sha256, size_bytes from files
  union select sha256, size_bytes from script_versions
  union select sha256, size_bytes from uploads where sha256 is not null`;

/** The hashes of contents to which rows refer, and which a store does not have with their size. @throws StorageError */
export async function findMissing(store: ContentStore): Promise<string[]> {
  const missing: string[] = [];
  for (let shard = 0; shard < SHARDS; shard += 1) {
    const rows = await pg<{ sha256: string; sizeBytes: number }[]>`
      select sha256, size_bytes::float8 as "sizeBytes" from (${pg.unsafe(REFERENCED)}) as contents
      where sha256 like ${`${shardName(shard)}%`}`;
    if (rows.length === 0) continue;
    const sizes = await sizesIn(store, shard);
    missing.push(...rows.filter((row) => sizes.get(row.sha256) !== row.sizeBytes).map((row) => row.sha256));
  }
  return missing;
}
