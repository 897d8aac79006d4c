import { and, eq, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { sessions, users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireUncommon } from "@/server/auth/common-password";
import { hashPassword } from "@/server/auth/password";
import { requireSession } from "@/server/auth/policy";
import { passwordInput } from "./create";
import { disableKeys } from "./disable-keys";
import { requireOwnPassword } from "./own-password";

export const changePasswordInput = z.object({
  present: z.string().max(1024),
  password: passwordInput,
  endSessions: z.boolean().default(true),
  endKeys: z.boolean().default(false),
});

/**
 * Changes the actor's password, ends their other sessions unless they stay, and disables their API keys if wanted. Wrong tries of the current password make this
 * session wait.
 * @throws unauthenticated, invalid (on `present` or `password`), limit
 */
export async function changePassword(actor: Actor, input: z.input<typeof changePasswordInput>): Promise<void> {
  const { id, username, fullName, sessionId } = requireSession(actor);
  const { present, password, endSessions, endKeys } = changePasswordInput.parse(input);
  await requireOwnPassword(actor, present, "present");
  await requireUncommon(password, [username, fullName]);
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, id));
    await tx.update(sessions).set({ confirmedAt: new Date() }).where(eq(sessions.id, sessionId));
    const isOther = and(eq(sessions.userId, id), isNull(sessions.endedAt), ne(sessions.id, sessionId));
    if (endSessions) await tx.update(sessions).set({ endedAt: new Date() }).where(isOther);
    await recordAudit(tx, actor, { action: "user.password", target: `user:${username}`, detail: { by: "oneself" } });
    if (endKeys) await disableKeys(tx, actor, id);
  });
}
