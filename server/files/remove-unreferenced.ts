import { sql } from "drizzle-orm";
import { db, pg } from "@/db/client";
import { SHARDS } from "@/server/storage/content-store";
import { removeStored } from "@/server/storage/store";
import { listOldContents, removeAbandonedUploads } from "@/server/storage/sweep";
import { removeExpiredUploads } from "@/server/uploads/expire";
import { isBackedUp } from "./content";

const BATCH = 500;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Removes stored contents to which no job, script or description refers: at most 500 that have rows, and contents
 * without a row in one folder of storage (another folder each hour; all are covered in eleven days). Also removes
 * expired and abandoned uploads, and descriptions of uploaded scripts after a day. Returns how many contents were
 * removed.
 */
export async function removeUnreferencedContents(now = new Date()): Promise<number> {
  const yesterday = new Date(now.getTime() - DAY_MS);
  await removeExpiredUploads(now);
  await removeAbandonedUploads(yesterday);
  await pg`delete from descriptions where coalesce(ended_at, created_at) < ${yesterday}`;
  const rows = await pg<{ sha256: string }[]>`
    select sha256 from files where created_at < ${new Date(now.getTime() - HOUR_MS)} and not ${isReferenced()} limit ${BATCH}`;
  const strays = await findStrays(Math.floor(now.getTime() / HOUR_MS) % SHARDS, yesterday);
  let removed = 0;
  for (const sha256 of [...rows.map((row) => row.sha256), ...strays])
    removed += (await removeUnreferenced(sha256)) ? 1 : 0;
  return removed;
}

async function findStrays(shard: number, before: Date): Promise<string[]> {
  const names = await listOldContents(shard, before);
  const rows = await pg<{ sha256: string }[]>`
    select sha256 from unnest(${names}::text[]) as files(sha256)
    where not exists (select from files as row where row.sha256 = files.sha256) and not ${isReferenced()}`;
  return rows.map((row) => row.sha256);
}

const isReferenced = () => pg`(
  exists (select from job_files where job_files.sha256 = files.sha256)
  or exists (select from stored_outputs where stored_outputs.sha256 = files.sha256)
  or exists (select from script_versions where script_versions.sha256 = files.sha256)
  or exists (select from descriptions where descriptions.sha256 = files.sha256)
  or exists (select from uploads where uploads.sha256 = files.sha256))`;

/** The row is deleted first. If something refers to the content at this moment, this fails and the content stays. */
async function removeUnreferenced(sha256: string): Promise<boolean> {
  try {
    return await db.transaction(async (tx) => {
      // Guards against keepContents, which then finds the content either there or gone.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${sha256}))`);
      const [found] = await tx.execute<{ referenced: boolean }>(sql`
        select exists (select from job_files where sha256 = ${sha256})
          or exists (select from stored_outputs where sha256 = ${sha256})
          or exists (select from script_versions where sha256 = ${sha256})
          or exists (select from descriptions where sha256 = ${sha256})
          or exists (select from uploads where sha256 = ${sha256})
          or ${isBackedUp()} as referenced`);
      if (found?.referenced) return false;
      await tx.execute(sql`delete from files where sha256 = ${sha256}`);
      await removeStored(sha256);
      return true;
    });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if ((cause as { code?: string } | undefined)?.code === "23503") return false; // foreign_key_violation
    throw error;
  }
}
