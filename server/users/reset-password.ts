import { randomBytes } from "node:crypto";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { accountLinks, users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { visitorFrom } from "@/server/auth/actor";
import { requireUncommon } from "@/server/auth/common-password";
import { hashPassword, verifyPassword } from "@/server/auth/password";
import { requireAdministrator } from "@/server/auth/policy";
import { invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { requireConfirmed } from "./confirm";
import { inDays, passwordInput, TEMPORARY_DAYS } from "./create";
import { disableKeys } from "./disable-keys";
import { findLink, type MadeLink, makeLink, takeLink, uselessLink } from "./links";
import { endSessions } from "./manage";
import { requirePerson } from "./queries";

const LINK_HOURS = 24;

interface PasswordOptions {
  /** Also disables the API keys of the account. */
  endKeys?: boolean;
  /** Only for the command line, whose caller owns the machine; a temporary, random one unless given. */
  password?: string;
}

/**
 * Sets a password and ends the user's sessions. Unless it is given, it is random and temporary: it is returned once, and
 * has to be replaced at the first sign-in, within a day. @throws unauthenticated, forbidden, not_found
 */
export async function resetPassword(
  actor: Actor,
  userId: number,
  options: PasswordOptions = {},
): Promise<{ password: string }> {
  requireAdministrator(actor);
  await requireConfirmed(actor);
  const password = passwordInput.parse(options.password ?? randomBytes(12).toString("base64url"));
  if (options.password !== undefined) await requireUncommon(password, []);
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    const { username } = await requirePerson(tx, userId);
    const temporaryUntil = options.password === undefined ? inDays(TEMPORARY_DAYS) : null;
    await setPassword(tx, userId, { passwordHash, temporaryUntil });
    if (options.endKeys) await disableKeys(tx, actor, userId);
    await recordAudit(tx, actor, {
      action: "user.password",
      target: `user:${username}`,
      detail: { by: "new password" },
    });
  });
  return { password };
}

/**
 * Creates a link with which a user chooses a new password within a day: /reset/?link=SECRET. @throws unauthenticated,
 * forbidden, not_found
 */
export async function makePasswordLink(actor: Actor, userId: number): Promise<MadeLink> {
  requireAdministrator(actor);
  await requireConfirmed(actor);
  return db.transaction(async (tx) => {
    const { username } = await requirePerson(tx, userId);
    const made = await makeLink(tx, actor, { kind: "password", userId, hours: LINK_HOURS });
    await recordAudit(tx, actor, { action: "user.password-link", target: `user:${username}` });
    return made;
  });
}

/** The user whose password a link sets; null if the link does nothing, or no longer does. */
export async function findPasswordLink(secret: string): Promise<{ id: number; username: string } | null> {
  const link = await findLink("password", secret);
  const [user] = link?.userId
    ? await db
        .select({ id: users.id, username: users.username })
        .from(users)
        .where(and(eq(users.id, link.userId), users.isActive))
    : [];
  return user ?? null;
}

export const choosePasswordInput = z.object({
  secret: z.string().max(200),
  password: passwordInput,
  endKeys: z.boolean().default(false),
});

/**
 * Sets the password that the holder of a link chose, ends the person's sessions, and invalidates their other links.
 * @throws invalid, forbidden for a link that was used or has expired
 */
export async function choosePassword(
  input: z.input<typeof choosePasswordInput>,
  origin: { address: string },
): Promise<{ username: string }> {
  const { secret, password, endKeys } = choosePasswordInput.parse(input);
  // Checked before hashing, because a hash is expensive and anybody may send any text.
  const account = await findPasswordLink(secret);
  if (!account) throw uselessLink();
  await requireUncommon(password, [account.username]);
  if (await isTemporaryPassword(account.id, password))
    throw invalidField("password", t("Choose another password than the temporary one."));
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const { userId } = await takeLink(tx, "password", secret);
    const { username, isActive } = await requirePerson(tx, userId ?? 0);
    if (!isActive) throw uselessLink();
    await setPassword(tx, userId ?? 0, { passwordHash, temporaryUntil: null });
    const visitor = visitorFrom(origin);
    const detail = { by: "link" };
    await recordAudit(tx, visitor, { action: "user.password", target: `user:${username}`, detail });
    if (endKeys) await disableKeys(tx, visitor, userId ?? 0);
    return { username };
  });
}

async function isTemporaryPassword(userId: number, password: string): Promise<boolean> {
  const [row] = await db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.id, userId), isNotNull(users.temporaryUntil)));
  return row !== undefined && (await verifyPassword(row.passwordHash, password));
}

async function setPassword(
  tx: Queryable,
  userId: number,
  columns: { passwordHash: string; temporaryUntil: Date | null },
): Promise<void> {
  await tx.update(users).set(columns).where(eq(users.id, userId));
  await endSessions(tx, userId);
  await tx
    .delete(accountLinks)
    .where(and(eq(accountLinks.kind, "password"), eq(accountLinks.userId, userId), isNull(accountLinks.usedAt)));
}
