import { asc, count, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { db, type Queryable } from "@/db/client";
import { type ScriptGroup, scriptGroups, scriptGroupUserGroups, scripts } from "@/db/schema/scripts";
import { userGroups } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireStaff, requireStaffReader } from "@/server/auth/policy";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { freeGroupSlug } from "@/server/scripts/groups";

const required = { error: () => t("This field is required.") };
const notAnInteger = { error: () => t("Enter a whole number.") };
const tooLong = (count: number) => ({ error: () => t("Ensure this value has at most {count} characters.", { count }) });

export const scriptGroupInput = z.object({
  name: z.string(required).trim().min(1, required).max(100, tooLong(100)),
  description: z.string().trim().max(2000, tooLong(2000)).default(""),
  /** The position among the groups on the home page, from 1. */
  position: z.number(notAnInteger).int(notAnInteger).min(1).max(1_000_000).default(1),
  isActive: z.boolean().default(true),
  /** Who may use its scripts; an empty list means everyone. */
  userGroupIds: z.array(z.number().int()).max(1000).default([]),
});
type Input = z.input<typeof scriptGroupInput>;

export interface ListedScriptGroup extends ScriptGroup {
  scripts: number;
  userGroupIds: number[];
}

/** All script groups in their order. @throws unauthenticated, forbidden unless staff */
export async function listScriptGroups(actor: Actor): Promise<ListedScriptGroup[]> {
  requireStaffReader(actor);
  const [groups, permissions] = await Promise.all([
    db
      .select({
        id: scriptGroups.id,
        name: scriptGroups.name,
        slug: scriptGroups.slug,
        description: scriptGroups.description,
        position: scriptGroups.position,
        isActive: scriptGroups.isActive,
        scripts: count(scripts.id),
      })
      .from(scriptGroups)
      .leftJoin(scripts, eq(scripts.groupId, scriptGroups.id))
      .groupBy(scriptGroups.id)
      .orderBy(asc(scriptGroups.position), asc(scriptGroups.name)),
    db.select().from(scriptGroupUserGroups),
  ]);
  const allowedOf = (id: number) =>
    permissions.filter((each) => each.scriptGroupId === id).map((each) => each.userGroupId);
  return groups.map((group) => ({ ...group, userGroupIds: allowedOf(group.id) }));
}

/** Creates a script group. @throws unauthenticated, forbidden unless staff, invalid, conflict for a taken name */
export async function createScriptGroup(actor: Actor, input: Input): Promise<{ id: number; slug: string }> {
  requireStaff(actor);
  const { userGroupIds, ...columns } = scriptGroupInput.parse(input);
  return db.transaction(async (tx) => {
    const slug = await freeGroupSlug(tx, columns.name);
    const [group] = await tx
      .insert(scriptGroups)
      .values({ ...columns, slug })
      .onConflictDoNothing({ target: scriptGroups.name })
      .returning({ id: scriptGroups.id, slug: scriptGroups.slug });
    if (!group) throw nameIsTaken();
    const names = await writeUserGroups(tx, group.id, userGroupIds);
    const detail = { ...columns, ...(names.length > 0 ? { userGroups: names } : {}) };
    await recordAudit(tx, actor, { action: "script-group.create", target: targetOf(slug), detail });
    return group;
  });
}

/**
 * Changes the given fields of a script group; its slug stays. @throws unauthenticated, forbidden unless staff,
 * not_found, invalid, conflict
 */
export async function patchScriptGroup(actor: Actor, id: number, input: Partial<Input>): Promise<void> {
  requireStaff(actor);
  const { userGroupIds, ...columns } = withoutDefaults(input);
  await db.transaction(async (tx) => {
    const group = await requireGroup(tx, id);
    if (columns.name !== undefined && columns.name !== group.name) {
      const taken = await tx.$count(scriptGroups, eq(scriptGroups.name, columns.name));
      if (taken > 0) throw nameIsTaken();
    }
    if (Object.keys(columns).length > 0) await tx.update(scriptGroups).set(columns).where(eq(scriptGroups.id, id));
    const detail = { ...columns, ...(userGroupIds ? { userGroups: await writeUserGroups(tx, id, userGroupIds) } : {}) };
    await recordAudit(tx, actor, { action: "script-group.patch", target: targetOf(group.slug), detail });
  });
}

/** Deletes a script group without scripts. @throws unauthenticated, forbidden unless staff, not_found, conflict */
export async function deleteScriptGroup(actor: Actor, id: number): Promise<void> {
  requireStaff(actor);
  await db.transaction(async (tx) => {
    const group = await requireGroup(tx, id);
    const left = await tx.$count(scripts, eq(scripts.groupId, id));
    if (left > 0) {
      const message = t(
        "{count, plural, one {# script is still in this group. Move it to another group first.} other {# scripts are still in this group. Move them to another group first.}}",
        { count: left },
      );
      throw new AppError("conflict", message);
    }
    await tx.delete(scriptGroups).where(eq(scriptGroups.id, id));
    await recordAudit(tx, actor, { action: "script-group.delete", target: targetOf(group.slug) });
  });
}

/** Locked, so that no script is added to it meanwhile. */
async function requireGroup(tx: Queryable, id: number) {
  const { name, slug } = scriptGroups;
  const [group] = await tx.select({ name, slug }).from(scriptGroups).where(eq(scriptGroups.id, id)).for("update");
  if (!group) throw new AppError("not_found", t("Script group not found."));
  return group;
}

/** Returns the groups' names, for the audit. */
async function writeUserGroups(tx: Queryable, scriptGroupId: number, ids: number[]): Promise<string[]> {
  const unique = [...new Set(ids)];
  const { id, name } = userGroups;
  const known = await tx.select({ id, name }).from(userGroups).where(inArray(userGroups.id, unique));
  if (known.length < unique.length) throw invalidField("userGroupIds", t("User group not found."));
  await tx.delete(scriptGroupUserGroups).where(eq(scriptGroupUserGroups.scriptGroupId, scriptGroupId));
  if (unique.length > 0) {
    await tx.insert(scriptGroupUserGroups).values(unique.map((userGroupId) => ({ scriptGroupId, userGroupId })));
  }
  return known.map((group) => group.name);
}

/** Missing fields stay as they are. */
function withoutDefaults(input: Partial<Input>): Partial<z.output<typeof scriptGroupInput>> {
  const parsed = scriptGroupInput.partial().parse(input);
  // The schema returns no other names.
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => input[name as keyof Input] !== undefined));
}

function nameIsTaken(): AppError {
  const message = t("A script group with this name already exists.");
  return new AppError("conflict", message, { name: [message] });
}

function targetOf(slug: string): string {
  return `script-group:${slug}`;
}
