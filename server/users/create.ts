import { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { type Role, roles, users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireUncommon } from "@/server/auth/common-password";
import { hashPassword } from "@/server/auth/password";
import { requireAdministrator } from "@/server/auth/policy";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { requireConfirmed } from "./confirm";
import { usernameInput } from "./username";

/** A new password; `requireUncommon` refuses those that are easy to guess. Spaces count, and nothing is removed. */
export const passwordInput = z
  .string({ error: () => t("This field is required.") })
  // A character of Unicode counts as one, however many units JavaScript needs for it.
  .refine((text) => [...text].length >= 8, { error: () => t("The password must have at least 8 characters.") })
  .max(1024, { error: () => t("The password must have at most 1024 characters.") });

export const createUserInput = z.object({
  username: usernameInput,
  password: passwordInput,
  fullName: z.string().trim().max(300).default(""),
  email: z.union([z.literal(""), z.email({ error: () => t("Enter a valid email address.") }).max(254)]).default(""),
  role: z.enum(roles).default("user"),
  /** For how many days the password can be replaced by signing in; null for a password that stays. */
  temporaryDays: z.number().positive().nullable().optional(),
});

/** How long a password is valid that somebody else has set. */
export const TEMPORARY_DAYS = 1;

/** A user as other people may see them. */
export interface CreatedUser {
  id: number;
  username: string;
  role: Role;
}

/**
 * Creates an account. A password that another person has chosen is temporary: it has to be replaced at the first
 * sign-in.
 * @throws unauthenticated, forbidden unless administrator, invalid, conflict for a taken name
 */
export async function createUser(actor: Actor, input: z.input<typeof createUserInput>): Promise<CreatedUser> {
  requireAdministrator(actor);
  const { password, temporaryDays, ...columns } = createUserInput.parse(input);
  await requireConfirmed(actor);
  await requireUncommon(password, [columns.username, columns.fullName, columns.email]);
  const passwordHash = await hashPassword(password);
  const days = temporaryDays === undefined && actor.kind !== "system" ? TEMPORARY_DAYS : temporaryDays;
  return db.transaction(async (tx) => {
    const user = await insertUser(tx, { ...columns, passwordHash, temporaryUntil: days ? inDays(days) : null });
    const detail = { role: user.role };
    await recordAudit(tx, actor, { action: "user.create", target: `user:${user.username}`, detail });
    return user;
  });
}

/** So many days from now. */
export function inDays(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}

/** The row of a new account, whose columns were checked. @throws invalid, conflict for a taken name */
export async function insertUser(tx: Queryable, columns: typeof users.$inferInsert): Promise<CreatedUser> {
  const [user] = await tx
    .insert(users)
    .values(columns)
    .onConflictDoNothing({ target: users.username })
    .returning({ id: users.id, username: users.username, role: users.role })
    .catch(refuseOddName);
  if (user) return user;
  const message = t("A user with that username already exists.");
  throw new AppError("conflict", message, { username: [message] });
}

/** PostgreSQL and JavaScript disagree on the lower case of some letters; the table requires PostgreSQL's. */
function refuseOddName(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  // Errors of the driver have this field; other errors do not.
  if ((cause as { constraint_name?: string } | undefined)?.constraint_name === "users_username") {
    throw invalidField("username", t("Enter a valid username. This one contains a letter without a lower case."));
  }
  throw error;
}

/** The password, which was typed twice. @throws invalid on `password2` if the two differ */
export function requireSamePassword(password: string, repeated: string): string {
  if (password !== repeated) throw invalidField("password2", t("The passwords do not match."));
  return password;
}
