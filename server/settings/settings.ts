import { eq, sql } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { settings } from "@/db/schema/settings";

/** A setting from the database as it was written; null if it was never written. */
export async function findSetting(key: string): Promise<unknown> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
  return row?.value ?? null;
}

/** Writes a setting; the last writer wins. */
export async function writeSetting(key: string, value: unknown, tx: Queryable = db): Promise<void> {
  await tx
    .insert(settings)
    .values({ key, value })
    .onConflictDoUpdate({ target: settings.key, set: { value, modifiedAt: sql`now()` } });
}
