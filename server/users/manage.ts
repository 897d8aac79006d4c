import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { apiKeys, type Role, roles, sessions, users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireAdministrator } from "@/server/auth/policy";
import { requireConfirmed } from "./confirm";
import { keepAnAdministrator } from "./last-administrator";
import { requirePerson } from "./queries";

/**
 * Sets a user's role: user, staff or administrator. @throws unauthenticated, forbidden, not_found, conflict for the
 * last administrator
 */
export async function setRole(actor: Actor, userId: number, role: Role): Promise<void> {
  requireAdministrator(actor);
  const newRole = z.enum(roles).parse(role);
  await requireConfirmed(actor);
  await db.transaction(async (tx) => {
    if (newRole !== "administrator") await keepAnAdministrator(tx, userId);
    const person = await requirePerson(tx, userId);
    if (person.role === newRole) return;
    await tx.update(users).set({ role: newRole }).where(eq(users.id, userId));
    const detail = { from: person.role, to: newRole };
    await recordAudit(tx, actor, { action: "user.role", target: `user:${person.username}`, detail });
  });
}

/**
 * Enables or disables an account. Disabling ends its sessions and disables its keys at once; enabling does not restore
 * them. Its running jobs continue. @throws unauthenticated, forbidden, not_found, conflict for the last administrator
 */
export async function setActive(actor: Actor, userId: number, { isActive }: { isActive: boolean }): Promise<void> {
  requireAdministrator(actor);
  await db.transaction(async (tx) => {
    if (!isActive) await keepAnAdministrator(tx, userId);
    const person = await requirePerson(tx, userId);
    if (person.isActive === isActive) return;
    if (!isActive) {
      await endSessions(tx, userId);
      await tx.update(apiKeys).set({ isActive: false }).where(eq(apiKeys.userId, userId));
    }
    await tx.update(users).set({ isActive }).where(eq(users.id, userId));
    const action = isActive ? "user.activate" : "user.deactivate";
    await recordAudit(tx, actor, { action, target: `user:${person.username}` });
  });
}

/** Ends every session of a user. */
export async function endSessions(tx: Queryable, userId: number): Promise<void> {
  await tx
    .update(sessions)
    .set({ endedAt: new Date() })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)));
}
