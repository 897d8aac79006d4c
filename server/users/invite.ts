import { and, desc, eq, inArray, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accountLinks, type Role, roles, userGroups, users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireAdministrator } from "@/server/auth/policy";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { requireConfirmed } from "./confirm";
import { isOpen, type MadeLink, makeLink } from "./links";

export const inviteUserInput = z.object({
  role: z.enum(roles).default("user"),
  groupIds: z.array(z.number().int()).max(100).default([]),
  note: z
    .string()
    .trim()
    .max(300, { error: () => t("Ensure this value has at most 300 characters.") })
    .default(""),
  days: z.number().int().min(1).max(90).default(7),
});

/**
 * Creates a link with which one person may create an account, even if registration is closed: /register/?invite=SECRET.
 * @throws unauthenticated, forbidden unless administrator, invalid
 */
export async function inviteUser(actor: Actor, input: z.input<typeof inviteUserInput>): Promise<MadeLink> {
  requireAdministrator(actor);
  const { days, ...link } = inviteUserInput.parse(input);
  await requireConfirmed(actor);
  return db.transaction(async (tx) => {
    const groups = await tx.select({ id: userGroups.id }).from(userGroups).where(inArray(userGroups.id, link.groupIds));
    if (groups.length < new Set(link.groupIds).size) throw invalidField("groupIds", t("Group not found."));
    const made = await makeLink(tx, actor, { kind: "invitation", ...link, hours: days * 24 });
    const detail = { role: link.role, note: link.note, days };
    await recordAudit(tx, actor, { action: "invitation.create", target: `invitation:${made.id}`, detail });
    return made;
  });
}

export interface Invitation {
  id: string;
  role: Role;
  note: string;
  createdAt: Date;
  expiresAt: Date;
  createdBy: string | null;
}

/**
 * Invitations that have not been used, newest first, at most 100. @throws unauthenticated, forbidden unless
 * administrator
 */
export async function listInvitations(actor: Actor): Promise<Invitation[]> {
  requireAdministrator(actor);
  const { id, role, note, createdAt, expiresAt } = accountLinks;
  return db
    .select({ id, role, note, createdAt, expiresAt, createdBy: users.username })
    .from(accountLinks)
    .leftJoin(users, eq(users.id, accountLinks.createdById))
    .where(isOpen("invitation"))
    .orderBy(desc(createdAt), desc(id))
    .limit(100);
}

/** Revokes an invitation. @throws unauthenticated, forbidden unless administrator, not_found */
export async function withdrawInvitation(actor: Actor, id: string): Promise<void> {
  requireAdministrator(actor);
  await db.transaction(async (tx) => {
    const withdrawn = await tx
      .delete(accountLinks)
      .where(and(hasId(id), isOpen("invitation")))
      .returning({ id: accountLinks.id });
    if (withdrawn.length === 0) throw new AppError("not_found", t("This invitation no longer exists."));
    await recordAudit(tx, actor, { action: "invitation.withdraw", target: `invitation:${id}` });
  });
}

function hasId(id: string): SQL {
  const isId = z.uuid().safeParse(id).success;
  return eq(accountLinks.id, isId ? id : "00000000-0000-0000-0000-000000000000");
}
