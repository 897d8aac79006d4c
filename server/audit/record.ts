import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { audit, auditLogQueue } from "@/db/schema/settings";
import { type Actor, clientOf, userOf } from "@/server/auth/actor";
import { env } from "@/server/env";
import { auditLogChannel } from "./log";

/** One recorded action: `script.patch` on `script:cat-fetcher`. Staff see `detail`, so it must not contain secrets. */
export interface AuditRecord {
  action: string;
  target: string;
  detail?: Record<string, unknown>;
}

/**
 * Records who did what, in the transaction of the change: both are stored, or neither is. PostgreSQL refuses to change
 * an entry afterwards.
 */
export async function recordAudit(
  tx: Queryable,
  actor: Actor,
  { action, target, detail = {} }: AuditRecord,
): Promise<void> {
  const [entry] = await tx
    .insert(audit)
    .values({
      action,
      target,
      detail: shortened(detail),
      userId: userOf(actor)?.id ?? null,
      actor: nameOf(actor),
      address: (actor.kind === "system" ? undefined : actor.address) ?? "",
    })
    .returning({ id: audit.id });
  if (!entry || !env().WOOEY_AUDIT_LOG) return;
  await tx.insert(auditLogQueue).values({ id: entry.id });
  await tx.execute(sql`select pg_notify(${auditLogChannel}, '')`);
}

/** The actor's name, which outlives the account. */
function nameOf(actor: Actor): string {
  if (actor.kind === "user") return actor.user.username;
  if (actor.kind === "apiKey") {
    const client = clientOf(actor);
    return `${actor.user.username} (API key ${actor.apiKeyId}${client === null ? "" : `, through ${client}`})`;
  }
  return actor.kind === "system" ? "the system" : "a visitor";
}

/** Long texts, such as pages of documentation, are not kept in full with each change. */
function shortened(detail: Record<string, unknown>): Record<string, unknown> {
  const short = (value: unknown) =>
    typeof value === "string" && value.length > 300 ? `${value.slice(0, 300)} … (${value.length} characters)` : value;
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, short(value)]));
}
