import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import { recordSecurityEvent } from "@/server/audit/security-events";
import type { Actor } from "@/server/auth/actor";
import { verifyPassword } from "@/server/auth/password";
import { requireSession } from "@/server/auth/policy";
import { forgetGuesses, takeGuess } from "@/server/auth/throttle";
import { invalidField } from "@/server/errors";
import { t } from "@/server/language/text";

/**
 * Checks the actor's password. Wrong tries make only this session wait: failed sign-ins by others never keep a person
 * who is signed in from changing the password.
 * @throws unauthenticated, forbidden for an API key, invalid on `field`, limit
 */
export async function requireOwnPassword(actor: Actor, password: string, field: string): Promise<void> {
  const user = requireSession(actor);
  const guesses = `password ${user.sessionId}`;
  await takeGuess(guesses);
  const [row] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, user.id));
  if (!(await verifyPassword(row?.passwordHash ?? null, password))) {
    await recordSecurityEvent(actor, { action: "session.confirm", target: `user:${user.username}` });
    throw invalidField(field, t("This is not your current password."));
  }
  await forgetGuesses(guesses);
}
