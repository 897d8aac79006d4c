import { and, asc, inArray, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { audit } from "@/db/schema/settings";
import { env } from "@/server/env";
import { isSecurityEvent } from "./security-events";

/** Entries that are deleted at once. */
const BATCH = 10_000;

/**
 * Deletes security events that are older than WOOEY_AUDIT_EXPIRATION, oldest first, and returns how many. Changes are
 * kept forever: PostgreSQL refuses to delete them (db/append-only.ts).
 */
export async function expireAudit(): Promise<number> {
  const seconds = env().WOOEY_AUDIT_EXPIRATION;
  if (seconds === null) return 0;
  const isOld = sql`${audit.at} < now() - make_interval(secs => ${seconds})`;
  const old = db
    .select({ id: audit.id })
    .from(audit)
    .where(and(isSecurityEvent(), isOld))
    .orderBy(asc(audit.id))
    .limit(BATCH);
  const deleted = await db.delete(audit).where(inArray(audit.id, old)).returning({ id: audit.id });
  return deleted.length;
}
