import { and, asc, eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { users } from "@/db/schema/users";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

/**
 * Refuses to remove the right to manage users from the last person who has it. Call this first in the transaction that
 * removes the right: two administrators who demote each other at once wait for each other here. @throws conflict
 */
export async function keepAnAdministrator(tx: Queryable, userId: number): Promise<void> {
  const administrators = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "administrator"), users.isActive))
    .orderBy(asc(users.id))
    .for("update");
  if (administrators.some(({ id }) => id !== userId) || administrators.length === 0) return;
  throw new AppError("conflict", t("This is the last administrator. Give the role to someone else first."));
}
