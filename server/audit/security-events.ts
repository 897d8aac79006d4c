import { or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { audit } from "@/db/schema/settings";
import type { Actor } from "@/server/auth/actor";
import { countAttempt } from "@/server/auth/attempts";
import { recordAudit } from "./record";

// Events that change nothing: sign-ins, refusals and uses of keys. Anyone can cause many of them, so they are sampled
// and expire, unlike the record of changes.

/** Up to so many events of one kind are recorded in an hour; then one in ten seconds, with their number. */
const HOURLY_MAX = 1000;
const SAMPLE_SECONDS = 10;

export type SecurityAction =
  | "session.start"
  | "session.fail"
  | "session.slow"
  | "session.end"
  | "session.confirm"
  | "access.refuse"
  | "api-key.use";

export interface SecurityEvent {
  action: SecurityAction;
  target: string;
  detail?: Record<string, unknown>;
  /** Of several events with the same text within ten minutes, the first is recorded. */
  onceFor?: string;
}

/** Entries that only administrators read, and that expire. */
export function isSecurityEvent(): SQL | undefined {
  return or(
    sql`${audit.action} like 'session.%'`,
    sql`${audit.action} like 'access.%'`,
    sql`${audit.action} = 'api-key.use'`,
  );
}

/**
 * Records a security event, if it is not one of too many. What the caller does must not depend on it, so a failure is
 * only logged.
 */
export async function recordSecurityEvent(actor: Actor, { onceFor, ...event }: SecurityEvent): Promise<void> {
  try {
    if (onceFor !== undefined && (await countAttempt(`audit ${event.action} ${onceFor}`, 600)).points > 1) return;
    const { points } = await countAttempt(`audit ${event.action}`, 3600);
    const isSample = points > HOURLY_MAX;
    if (isSample && (await countAttempt(`audit ${event.action} sample`, SAMPLE_SECONDS)).points > 1) return;
    const detail = { ...event.detail, ...(isSample ? { inThisHour: points } : {}) };
    await recordAudit(db, actor, { ...event, detail });
  } catch (error) {
    console.error("A security event could not be recorded:", error);
  }
}

/** Records that somebody was not allowed to do something. `what` is the method and path, without secrets. */
export async function recordRefusal(actor: Actor, what: string, reason: string): Promise<void> {
  if (actor.kind === "system") return;
  const who = actor.kind === "anonymous" ? `visitor ${actor.address ?? ""}` : `user ${actor.user.id}`;
  const target = withoutSecrets(what);
  await recordSecurityEvent(actor, {
    action: "access.refuse",
    target,
    detail: { reason },
    onceFor: `${who} ${target}`,
  });
}

/** A path without the uuids of permalinks and without tokens, which open what they name. */
export function withoutSecrets(path: string): string {
  return path.replace(/[\w.-]{32,}/g, "…").slice(0, 300);
}
