import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { returnAttempt, takeAttempt } from "@/server/auth/attempts";
import { hashPassword, verifyPassword } from "@/server/auth/password";
import { requireUser } from "@/server/auth/policy";
import { endOtherSessions } from "@/server/auth/sessions";
import { env } from "@/server/env";
import { invalidField } from "@/server/errors";
import { passwordInput } from "./create";

export const changePasswordInput = z.object({ present: z.string().max(1024), password: passwordInput });

/**
 * Gives the actor another password, and ends their other sessions. Wrong tries of the present one count as sign-ins do.
 * @throws unauthenticated, invalid (on `present` or `password`), limit
 */
export async function changePassword(actor: Actor, input: z.input<typeof changePasswordInput>): Promise<void> {
  const { id, username } = requireUser(actor);
  const { present, password } = changePasswordInput.parse(input);
  const key = `login name ${username}`;
  await takeAttempt(key, env().WOOEY_LIMIT_LOGINS_PER_MINUTE, 60);
  const [user] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id));
  if (!(await verifyPassword(user?.passwordHash ?? null, present))) {
    throw invalidField("present", "This is not your present password.");
  }
  await returnAttempt(key);
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, id));
    await recordAudit(tx, actor, { action: "user.password", target: `user:${username}`, detail: { by: "oneself" } });
  });
  await endOtherSessions(actor);
}
