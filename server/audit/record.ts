import type { Queryable } from "@/db/client";
import { audit } from "@/db/schema/settings";
import { type Actor, userOf } from "@/server/auth/actor";

/** One thing that was done: `script.patch` to `script:cat-fetcher`. `detail` is shown to staff: no secret goes in. */
export interface AuditRecord {
  action: string;
  target: string;
  detail?: Record<string, unknown>;
}

/**
 * Writes down who did what, in the transaction that does it: both are there or neither is. PostgreSQL refuses to change
 * an entry afterwards.
 */
export async function recordAudit(
  tx: Queryable,
  actor: Actor,
  { action, target, detail = {} }: AuditRecord,
): Promise<void> {
  await tx.insert(audit).values({
    action,
    target,
    detail: shortened(detail),
    userId: userOf(actor)?.id ?? null,
    actor: nameOf(actor),
    address: (actor.kind === "system" ? undefined : actor.address) ?? "",
  });
}

/** The actor in words that outlive the account. */
function nameOf(actor: Actor): string {
  if (actor.kind === "user") return actor.user.username;
  if (actor.kind === "apiKey") return `${actor.user.username} (API key ${actor.apiKeyId})`;
  return actor.kind === "system" ? "the system" : "a visitor";
}

/** A documentation of pages is not to be kept with each change of it. */
function shortened(detail: Record<string, unknown>): Record<string, unknown> {
  const short = (value: unknown) =>
    typeof value === "string" && value.length > 300 ? `${value.slice(0, 300)} … (${value.length} characters)` : value;
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, short(value)]));
}
