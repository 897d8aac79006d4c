import { and, asc, count, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { containing } from "@/db/like";
import { scriptGroups, scriptGroupUserGroups, scripts, scriptUserGroups } from "@/db/schema/scripts";
import { userGroupMembers, userGroups, users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireStaff, requireStaffReader } from "@/server/auth/policy";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { findUser } from "@/server/users/queries";

const required = { error: () => t("This field is required.") };

export const userGroupInput = z.object({
  name: z
    .string(required)
    .trim()
    .min(1, required)
    .max(150, { error: () => t("Ensure this value has at most {count} characters.", { count: 150 }) }),
});

export interface ListedUserGroup {
  id: number;
  name: string;
  members: number;
}

/** All user groups by name. @throws unauthenticated, forbidden unless staff */
export async function listUserGroups(actor: Actor): Promise<ListedUserGroup[]> {
  requireStaffReader(actor);
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
  /** The first 100 of the matching members, by username. */
  members: { id: number; username: string; fullName: string }[];
  moreMembers: boolean;
  usages: GroupUse[];
}

/** A script or a script group that only certain user groups may use, including this one. */
export interface GroupUse {
  name: string;
  /** The slug of a script; null for a script group. */
  slug: string | null;
  /** The id of a script group; null for a script. */
  scriptGroupId: number | null;
  /** The other user groups. If there are none, everyone could use it once this group is gone. */
  others: string[];
}

/**
 * One group with its members, or only those whose username or name contains `text`; null for an unknown group.
 * @throws unauthenticated, forbidden unless staff
 */
export async function findUserGroup(actor: Actor, id: number, text = ""): Promise<UserGroupDetails | null> {
  requireStaffReader(actor);
  const [group] = await db.select().from(userGroups).where(eq(userGroups.id, id));
  if (!group) return null;
  const isMeant = text === "" ? undefined : isLike(text);
  const [members, usages] = await Promise.all([
    db
      .select({ id: users.id, username: users.username, fullName: users.fullName })
      .from(userGroupMembers)
      .innerJoin(users, eq(users.id, userGroupMembers.userId))
      .where(and(eq(userGroupMembers.groupId, id), isMeant))
      .orderBy(asc(users.username))
      .limit(MEMBERS + 1),
    listUsages(db, id),
  ]);
  return { ...group, members: members.slice(0, MEMBERS), moreMembers: members.length > MEMBERS, usages };
}

/** Creates a user group. @throws unauthenticated, forbidden unless staff, invalid, conflict for a taken name */
export async function createUserGroup(actor: Actor, input: z.input<typeof userGroupInput>): Promise<{ id: number }> {
  requireStaff(actor);
  const { name } = userGroupInput.parse(input);
  return db.transaction((tx) => insertUserGroup(tx, actor, { name, field: "name" }));
}

/** The same in the transaction of a caller that has checked actor and name. @throws conflict (on `field`) */
export async function insertUserGroup(
  tx: Queryable,
  actor: Actor,
  { name, field }: { name: string; field: string },
): Promise<{ id: number }> {
  const [group] = await tx.insert(userGroups).values({ name }).onConflictDoNothing().returning({ id: userGroups.id });
  if (!group) throw nameIsTaken(field);
  await recordAudit(tx, actor, { action: "user-group.create", target: `user-group:${name}` });
  return group;
}

/** Renames a user group. @throws unauthenticated, forbidden unless staff, not_found, invalid, conflict */
export async function renameUserGroup(actor: Actor, id: number, input: z.input<typeof userGroupInput>): Promise<void> {
  requireStaff(actor);
  const { name } = userGroupInput.parse(input);
  await db.transaction(async (tx) => {
    const before = await requireGroup(tx, id);
    if (before.name === name) return;
    if ((await tx.$count(userGroups, eq(userGroups.name, name))) > 0) throw nameIsTaken("name");
    await tx.update(userGroups).set({ name }).where(eq(userGroups.id, id));
    const detail = { from: before.name };
    await recordAudit(tx, actor, { action: "user-group.rename", target: `user-group:${name}`, detail });
  });
}

/**
 * Deletes a user group. It stays if it is the only one that may use a script or script group, because everyone could
 * use that without it. If there are other groups, people who were only in this one lose access.
 * @throws unauthenticated, forbidden unless staff, not_found, conflict
 */
export async function deleteUserGroup(actor: Actor, id: number): Promise<void> {
  requireStaff(actor);
  await db.transaction(async (tx) => {
    // One at a time: otherwise, two groups of one script could each be deleted because the other exists.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('wooey user groups deletion'))`);
    const { name } = await requireGroup(tx, id);
    const usages = await listUsages(tx, id);
    const opened = usages.filter((use) => use.others.length === 0).map((use) => use.name);
    if (opened.length > 0) {
      const names = opened.slice(0, 3).join(", ");
      const count = opened.length - 3;
      throw new AppError(
        "conflict",
        count > 0
          ? t("Without this group, everyone could use {names} and {count} more. Change who can use them first.", {
              names,
              count,
            })
          : t("Without this group, everyone could use {names}. Change who can use them first.", { names }),
      );
    }
    await tx.delete(userGroups).where(eq(userGroups.id, id));
    const detail = usages.length > 0 ? { closed: usages.map((use) => use.name) } : {};
    await recordAudit(tx, actor, { action: "user-group.delete", target: `user-group:${name}`, detail });
  });
}

/**
 * Adds a user to a group; an existing member stays one. @throws unauthenticated, forbidden unless staff, not_found,
 * invalid (on `username`)
 */
export async function addMember(actor: Actor, groupId: number, username: string): Promise<void> {
  requireStaff(actor);
  const person = await findUser(username);
  if (!person) throw invalidField("username", await suggestUsers(username));
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

/** Removes a user from a group. @throws unauthenticated, forbidden unless staff, not_found */
export async function removeMember(actor: Actor, groupId: number, userId: number): Promise<void> {
  requireStaff(actor);
  await db.transaction(async (tx) => {
    const { name } = await requireGroup(tx, groupId);
    const isMembership = and(eq(userGroupMembers.groupId, groupId), eq(userGroupMembers.userId, userId));
    const removed = await tx.delete(userGroupMembers).where(isMembership).returning({ id: userGroupMembers.userId });
    if (removed.length === 0) throw new AppError("not_found", t("This person is not a member of the group."));
    const [person] = await tx.select({ username: users.username }).from(users).where(eq(users.id, userId));
    const detail = { member: person?.username };
    await recordAudit(tx, actor, { action: "user-group.remove", target: `user-group:${name}`, detail });
  });
}

/** Explains unknown names: people are often known by another name than their username. */
async function suggestUsers(text: string): Promise<string> {
  const nobody = t("There is no account with this username.");
  const name = text.trim();
  if (name.length < 2) return nobody;
  const rows = await db
    .select({ username: users.username, fullName: users.fullName })
    .from(users)
    .where(isLike(name))
    .orderBy(asc(users.username))
    .limit(4);
  if (rows.length === 0) return nobody;
  const names = rows
    .slice(0, 3)
    .map((row) => (row.fullName ? `${row.username} (${row.fullName})` : row.username))
    .join(", ");
  return `${nobody} ${rows.length > 3 ? t("Similar usernames: {names} and more.", { names }) : t("Similar usernames: {names}.", { names })}`;
}

function isLike(text: string): SQL | undefined {
  const pattern = containing(text);
  return or(ilike(users.username, pattern), ilike(users.fullName, pattern));
}

/** Locked, so that no access is restricted to it while it is deleted. */
async function requireGroup(tx: Queryable, id: number): Promise<{ name: string }> {
  const [group] = await tx
    .select({ name: userGroups.name })
    .from(userGroups)
    .where(eq(userGroups.id, id))
    .for("update");
  if (!group) throw groupNotFound();
  return group;
}

/** Script groups come first, each kind by name. */
async function listUsages(tx: Queryable, id: number): Promise<GroupUse[]> {
  const ofGroups = await tx
    .select({
      name: scriptGroups.name,
      slug: sql<null>`null`,
      scriptGroupId: scriptGroups.id,
      others: sql<string[]>`array(
        select other.name from script_group_user_groups permission join user_groups other on other.id = user_group_id
        where permission.script_group_id = "script_groups"."id" and other.id <> ${id} order by other.name)`,
    })
    .from(scriptGroupUserGroups)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scriptGroupUserGroups.scriptGroupId))
    .where(eq(scriptGroupUserGroups.userGroupId, id))
    .orderBy(asc(scriptGroups.name));
  const ofScripts = await tx
    .select({
      name: scripts.name,
      slug: scripts.slug,
      scriptGroupId: sql<null>`null`,
      others: sql<string[]>`array(
        select other.name from script_user_groups permission join user_groups other on other.id = user_group_id
        where permission.script_id = "scripts"."id" and other.id <> ${id} order by other.name)`,
    })
    .from(scriptUserGroups)
    .innerJoin(scripts, eq(scripts.id, scriptUserGroups.scriptId))
    .where(eq(scriptUserGroups.userGroupId, id))
    .orderBy(asc(scripts.name));
  return [...ofGroups, ...ofScripts];
}

function groupNotFound(): AppError {
  return new AppError("not_found", t("User group not found."));
}

function nameIsTaken(field: string): AppError {
  const message = t("A user group with this name already exists.");
  return new AppError("conflict", message, { [field]: [message] });
}
