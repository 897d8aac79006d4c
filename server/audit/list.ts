import { and, desc, eq, gte, like, lt, not, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { startingWith } from "@/db/like";
import { audit } from "@/db/schema/settings";
import { type Actor, isAdministratorReader } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import type { AuditRow } from "./json-line";
import { isSecurityEvent } from "./security-events";

export interface AuditFilter {
  /** An action (`script.patch`), or all actions of one noun (`script`). */
  action?: string;
  target?: string;
  /** The actor's name at the time, including deleted accounts. */
  username?: string;
  address?: string;
  since?: Date;
  /** Only entries before this time. */
  until?: Date;
  /** The `next` of the previous page. */
  before?: number;
  /** At most 1,000; 50 unless given. */
  limit?: number;
}

export interface AuditPage {
  rows: AuditRow[];
  /** The `before` of the next page; null if there is no older entry. */
  next: number | null;
}

/**
 * A page of the audit, newest first. Sign-ins, refusals and uses of keys are for administrators. @throws
 * unauthenticated, forbidden unless staff
 */
export async function listAudit(actor: Actor, filter: AuditFilter): Promise<AuditPage> {
  requireStaffReader(actor);
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 1000);
  const { id, at, actor: who, address, action, target, detail } = audit;
  const rows = await db
    .select({ id, at, actor: who, address, action, target, detail })
    .from(audit)
    .where(and(conditionsOf(filter), isAdministratorReader(actor) ? undefined : not(isSecurityEvent() ?? sql`false`)))
    .orderBy(desc(id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

function conditionsOf({ action, target, username, address, since, until, before }: AuditFilter): SQL | undefined {
  return and(
    action ? or(eq(audit.action, action), like(audit.action, startingWith(`${action}.`))) : undefined,
    target ? eq(audit.target, target) : undefined,
    username ? or(eq(audit.actor, username), like(audit.actor, startingWith(`${username} (API key `))) : undefined,
    address ? eq(audit.address, address) : undefined,
    since && gte(audit.at, since),
    until && lt(audit.at, until),
    before === undefined ? undefined : lt(audit.id, before),
  );
}
