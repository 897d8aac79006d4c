import { and, isNull, ne } from "drizzle-orm";
import { db } from "@/db/client";
import { sessions } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireAdministrator } from "@/server/auth/policy";
import { requireConfirmed } from "./confirm";
import { endSessions } from "./manage";
import { requirePerson } from "./queries";

/**
 * Ends every session of a person. @throws unauthenticated, forbidden unless administrator, invalid on
 * `confirmPassword`, not_found
 */
export async function signOutPerson(actor: Actor, userId: number): Promise<void> {
  requireAdministrator(actor);
  await requireConfirmed(actor);
  await db.transaction(async (tx) => {
    const { username } = await requirePerson(tx, userId);
    await endSessions(tx, userId);
    await recordAudit(tx, actor, { action: "user.sign-out", target: `user:${username}` });
  });
}

/**
 * Ends every session of everyone except the current one; returns how many. @throws unauthenticated, forbidden unless
 * administrator, invalid on `confirmPassword`
 */
export async function signOutEveryone(actor: Actor): Promise<number> {
  requireAdministrator(actor);
  await requireConfirmed(actor);
  return db.transaction(async (tx) => {
    const isOther = actor.kind === "user" ? ne(sessions.id, actor.sessionId) : undefined;
    const ended = await tx
      .update(sessions)
      .set({ endedAt: new Date() })
      .where(and(isNull(sessions.endedAt), isOther))
      .returning({ id: sessions.id });
    await recordAudit(tx, actor, { action: "user.sign-out", target: "everyone", detail: { sessions: ended.length } });
    return ended.length;
  });
}
