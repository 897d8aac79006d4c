import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { hashPassword } from "@/server/auth/password";
import { requireUser } from "@/server/auth/policy";
import { endOtherSessions } from "@/server/auth/sessions";
import { passwordInput } from "./create";
import { requireOwnPassword } from "./own-password";

export const changePasswordInput = z.object({ present: z.string().max(1024), password: passwordInput });

/**
 * Changes the actor's password and ends their other sessions. Wrong tries of the current password make this
 * session wait.
 * @throws unauthenticated, invalid (on `present` or `password`), limit
 */
export async function changePassword(actor: Actor, input: z.input<typeof changePasswordInput>): Promise<void> {
  const { id, username } = requireUser(actor);
  const { present, password } = changePasswordInput.parse(input);
  await requireOwnPassword(actor, present, "present");
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, id));
    await recordAudit(tx, actor, { action: "user.password", target: `user:${username}`, detail: { by: "oneself" } });
  });
  await endOtherSessions(actor);
}
