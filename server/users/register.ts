import { eq, inArray } from "drizzle-orm";
import type { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { accountLinks, userGroupMembers, userGroups } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import { visitorFrom } from "@/server/auth/actor";
import { takeAttempt } from "@/server/auth/attempts";
import { requireUncommon } from "@/server/auth/common-password";
import { networkOf } from "@/server/auth/network";
import { hashPassword } from "@/server/auth/password";
import { env } from "@/server/env";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { isRegistrationOpen } from "@/server/settings/instance";
import { type CreatedUser, createUserInput, insertUser } from "./create";
import { takeLink } from "./links";

export const registerUserInput = createUserInput.pick({ username: true, password: true, email: true });

/**
 * Creates an account for a person who registers: an ordinary user, or what their invitation grants. The caller signs
 * them in afterwards.
 * @throws forbidden if registration is closed or the invitation was used, limit by address, invalid ("admin" is
 * reserved, as in Wooey), conflict
 */
export async function registerUser(
  input: z.input<typeof registerUserInput>,
  origin: { address: string; invitation?: string },
): Promise<CreatedUser> {
  const isInvited = Boolean(origin.invitation);
  if (!isInvited && !(await isRegistrationOpen())) {
    throw new AppError("forbidden", t("Registration is closed on this site."));
  }
  const { password, ...account } = registerUserInput.parse(input);
  if (account.username === "admin") throw invalidField("username", t("This username is reserved."));
  await takeRegistration(origin.address);
  await requireUncommon(password, [account.username, account.email]);
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const link = origin.invitation ? await takeLink(tx, "invitation", origin.invitation) : null;
    const user = await insertUser(tx, { ...account, passwordHash, role: link?.role ?? "user" });
    const userGroups = link ? await joinGroups(tx, user.id, link) : [];
    const detail = { role: user.role, ...(link ? { invitation: link.id, userGroups } : {}) };
    await recordAudit(tx, visitorFrom(origin), { action: "user.register", target: `user:${user.username}`, detail });
    return user;
  });
}

async function takeRegistration(address: string): Promise<void> {
  if (address === "") return;
  await takeAttempt(`register ${networkOf(address)}`, env().WOOEY_LIMIT_REGISTRATIONS_PER_HOUR, 3600);
}

/** Groups that no longer exist are omitted. Returns the names of the others. */
async function joinGroups(tx: Queryable, userId: number, link: { id: string; groupIds: number[] }): Promise<string[]> {
  await tx.update(accountLinks).set({ userId }).where(eq(accountLinks.id, link.id));
  const groups = await tx
    .select({ groupId: userGroups.id, name: userGroups.name })
    .from(userGroups)
    .where(inArray(userGroups.id, link.groupIds));
  if (groups.length > 0) await tx.insert(userGroupMembers).values(groups.map(({ groupId }) => ({ groupId, userId })));
  return groups.map((group) => group.name);
}
