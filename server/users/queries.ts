import { asc, count, eq } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { type Role, userGroupMembers, userGroups, users } from "@/db/schema/users";
import type { Actor } from "@/server/auth/actor";
import { requireUser } from "@/server/auth/policy";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

/** A user as pages show them, never with the password's hash. */
export interface Person {
  id: number;
  username: string;
  fullName: string;
  email: string;
  role: Role;
  isActive: boolean;
  createdAt: Date;
}

/** The columns of a user. */
export const personColumns = {
  id: users.id,
  username: users.username,
  fullName: users.fullName,
  email: users.email,
  role: users.role,
  isActive: users.isActive,
  createdAt: users.createdAt,
};

/** The user with this name, in any case; null if there is none. */
export async function findUser(username: string): Promise<Person | null> {
  const name = username.trim().normalize("NFKC").toLowerCase();
  const [user] = await db.select(personColumns).from(users).where(eq(users.username, name));
  return user ?? null;
}

/** The user with this id, locked until the transaction ends. @throws not_found */
export async function requirePerson(tx: Queryable, id: number): Promise<Person> {
  const [user] = await tx.select(personColumns).from(users).where(eq(users.id, id)).for("update");
  if (!user) throw new AppError("not_found", t("Account not found."));
  return user;
}

/** The names of the actor's user groups. @throws unauthenticated */
export async function listOwnGroups(actor: Actor): Promise<string[]> {
  const user = requireUser(actor);
  const rows = await db
    .select({ name: userGroups.name })
    .from(userGroups)
    .innerJoin(userGroupMembers, eq(userGroupMembers.groupId, userGroups.id))
    .where(eq(userGroupMembers.userId, user.id))
    .orderBy(asc(userGroups.name));
  return rows.map((row) => row.name);
}

/** The number of accounts; 0 on a first start. */
export async function countUsers(): Promise<number> {
  const [row] = await db.select({ n: count() }).from(users);
  return row?.n ?? 0;
}
