import { inArray, lt } from "drizzle-orm";
import { db } from "@/db/client";
import { uploads } from "@/db/schema/uploads";
import { discardRows } from "./cancel";

const BATCH = 500;

/** Removes at most 500 uploads that were without activity for 24 hours. Returns how many. */
export async function removeExpiredUploads(now = new Date()): Promise<number> {
  const expired = db.select({ id: uploads.id }).from(uploads).where(lt(uploads.expiresAt, now)).limit(BATCH);
  const rows = await db.delete(uploads).where(inArray(uploads.id, expired)).returning();
  await discardRows(rows);
  return rows.length;
}
