import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import type { ActingUser } from "@/server/auth/actor";
import { returnAttempt, takeAttempt } from "@/server/auth/attempts";
import { verifyPassword } from "@/server/auth/password";
import { env } from "@/server/env";
import { invalidField } from "@/server/errors";
import { t } from "@/server/language/text";

/** Checks the actor's password. Wrong tries count like failed sign-ins. @throws invalid on `field`, limit */
export async function requireOwnPassword(user: ActingUser, password: string, field: string): Promise<void> {
  const key = `login name ${user.username}`;
  await takeAttempt(key, env().WOOEY_LIMIT_LOGINS_PER_MINUTE, 60);
  const [row] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, user.id));
  if (!(await verifyPassword(row?.passwordHash ?? null, password))) {
    throw invalidField(field, t("This is not your current password."));
  }
  await returnAttempt(key);
}
