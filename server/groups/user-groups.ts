import { and, asc, count, eq, ilike, or } from "drizzle-orm";
import { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { scriptGroups, scriptGroupUserGroups, scripts, scriptUserGroups } from "@/db/schema/scripts";
import { userGroupMembers, userGroups, users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireAdministrator, requireStaff } from "@/server/auth/policy";
import { AppError, invalidField } from "@/server/errors";
import { findUser } from "@/server/users/queries";

const required = "This field is required.";

export const userGroupInput = z.object({
  name: z.string(required).trim().min(1, required).max(150, "Ensure this value has at most 150 characters."),
});

export interface ListedUserGroup {
  id: number;
  name: string;
  members: number;
}

/** All user groups by name. @throws unauthenticated, forbidden unless staff */
export async function listUserGroups(actor: Actor): Promise<ListedUserGroup[]> {
  requireStaff(actor);
  const { id, name } = userGroups;
  return db
    .select({ id, name, members: count(userGroupMembers.userId) })
    .from(userGroups)
    .leftJoin(userGroupMembers, eq(userGroupMembers.groupId, id))
    .groupBy(id)
    .orderBy(asc(name));
}

const MEMBERS = 100;

export interface UserGroupDetails {
  id: number;
  name: string;
  /** The first 100 by username of those that were asked for. */
  members: { id: number; username: string; fullName: string }[];
  moreMembers: boolean;
  /** Names of scripts and script groups that only certain groups may use, this one among them. */
  usedBy: string[];
}

/**
 * One group with its members, or those with `text` in user name or name; null for none.
 * @throws unauthenticated, forbidden unless staff
 */
export async function findUserGroup(actor: Actor, id: number, text = ""): Promise<UserGroupDetails | null> {
  requireStaff(actor);
  const [group] = await db.select().from(userGroups).where(eq(userGroups.id, id));
  if (!group) return null;
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const isMeant = text === "" ? undefined : or(ilike(users.username, pattern), ilike(users.fullName, pattern));
  const [members, usedBy] = await Promise.all([
    db
      .select({ id: users.id, username: users.username, fullName: users.fullName })
      .from(userGroupMembers)
      .innerJoin(users, eq(users.id, userGroupMembers.userId))
      .where(and(eq(userGroupMembers.groupId, id), isMeant))
      .orderBy(asc(users.username))
      .limit(MEMBERS + 1),
    namesOfUses(db, id),
  ]);
  return { ...group, members: members.slice(0, MEMBERS), moreMembers: members.length > MEMBERS, usedBy };
}

/** Makes a user group. @throws unauthenticated, forbidden unless administrator, invalid, conflict for a name that is taken */
export async function createUserGroup(actor: Actor, input: z.input<typeof userGroupInput>): Promise<{ id: number }> {
  requireAdministrator(actor);
  const { name } = userGroupInput.parse(input);
  return db.transaction(async (tx) => {
    const [group] = await tx.insert(userGroups).values({ name }).onConflictDoNothing().returning({ id: userGroups.id });
    if (!group) throw nameIsTaken();
    await recordAudit(tx, actor, { action: "user-group.create", target: `user-group:${name}` });
    return group;
  });
}

/** Gives a user group another name. @throws unauthenticated, forbidden unless administrator, not_found, invalid, conflict */
export async function renameUserGroup(actor: Actor, id: number, input: z.input<typeof userGroupInput>): Promise<void> {
  requireAdministrator(actor);
  const { name } = userGroupInput.parse(input);
  await db.transaction(async (tx) => {
    const before = await requireGroup(tx, id);
    if (before.name === name) return;
    if ((await tx.$count(userGroups, eq(userGroups.name, name))) > 0) throw nameIsTaken();
    await tx.update(userGroups).set({ name }).where(eq(userGroups.id, id));
    const detail = { from: before.name };
    await recordAudit(tx, actor, { action: "user-group.rename", target: `user-group:${name}`, detail });
  });
}

/**
 * Deletes a user group. One that scripts are restricted to stays: without it, everybody could use them.
 * @throws unauthenticated, forbidden unless administrator, not_found, conflict
 */
export async function deleteUserGroup(actor: Actor, id: number): Promise<void> {
  requireAdministrator(actor);
  await db.transaction(async (tx) => {
    const { name } = await requireGroup(tx, id);
    const uses = await namesOfUses(tx, id);
    if (uses.length > 0) {
      const some = uses.slice(0, 3).join(", ") + (uses.length > 3 ? ` and ${uses.length - 3} more` : "");
      throw new AppError("conflict", `It decides who may use ${some}: change that first.`);
    }
    await tx.delete(userGroups).where(eq(userGroups.id, id));
    await recordAudit(tx, actor, { action: "user-group.delete", target: `user-group:${name}` });
  });
}

/** Takes somebody into a group; a member stays one. @throws unauthenticated, forbidden unless administrator, not_found, invalid (on `username`) */
export async function addMember(actor: Actor, groupId: number, username: string): Promise<void> {
  requireAdministrator(actor);
  const person = await findUser(username);
  if (!person) throw invalidField("username", "There is no account of this name.");
  await db.transaction(async (tx) => {
    const { name } = await requireGroup(tx, groupId);
    const added = await tx
      .insert(userGroupMembers)
      .values({ groupId, userId: person.id })
      .onConflictDoNothing()
      .returning({ userId: userGroupMembers.userId });
    if (added.length === 0) return;
    const detail = { member: person.username };
    await recordAudit(tx, actor, { action: "user-group.add", target: `user-group:${name}`, detail });
  });
}

/** Puts somebody out of a group. @throws unauthenticated, forbidden unless administrator, not_found */
export async function removeMember(actor: Actor, groupId: number, userId: number): Promise<void> {
  requireAdministrator(actor);
  await db.transaction(async (tx) => {
    const { name } = await requireGroup(tx, groupId);
    const isMembership = and(eq(userGroupMembers.groupId, groupId), eq(userGroupMembers.userId, userId));
    const removed = await tx.delete(userGroupMembers).where(isMembership).returning({ id: userGroupMembers.userId });
    if (removed.length === 0) throw new AppError("not_found", "This person is not in the group.");
    const [person] = await tx.select({ username: users.username }).from(users).where(eq(users.id, userId));
    const detail = { member: person?.username };
    await recordAudit(tx, actor, { action: "user-group.remove", target: `user-group:${name}`, detail });
  });
}

/** Locked, so that nothing is restricted to it while it is deleted. */
async function requireGroup(tx: Queryable, id: number): Promise<{ name: string }> {
  const [group] = await tx
    .select({ name: userGroups.name })
    .from(userGroups)
    .where(eq(userGroups.id, id))
    .for("update");
  if (!group) throw groupNotFound();
  return group;
}

async function namesOfUses(tx: Queryable, id: number): Promise<string[]> {
  const ofScripts = await tx
    .select({ name: scripts.name })
    .from(scriptUserGroups)
    .innerJoin(scripts, eq(scripts.id, scriptUserGroups.scriptId))
    .where(eq(scriptUserGroups.userGroupId, id))
    .orderBy(asc(scripts.name));
  const ofGroups = await tx
    .select({ name: scriptGroups.name })
    .from(scriptGroupUserGroups)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scriptGroupUserGroups.scriptGroupId))
    .where(eq(scriptGroupUserGroups.userGroupId, id))
    .orderBy(asc(scriptGroups.name));
  return [...ofGroups, ...ofScripts].map((each) => each.name);
}

function groupNotFound(): AppError {
  return new AppError("not_found", "There is no such user group.");
}

function nameIsTaken(): AppError {
  const message = "There is a user group of this name already.";
  return new AppError("conflict", message, { name: [message] });
}
