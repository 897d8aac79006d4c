import { count, eq } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { type Role, users } from "@/db/schema/users";
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

/** The number of accounts; 0 on a first start. */
export async function countUsers(): Promise<number> {
  const [row] = await db.select({ n: count() }).from(users);
  return row?.n ?? 0;
}
