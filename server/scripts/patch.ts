import { eq, inArray } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { type Script, type ScriptLimits, scripts, scriptUserGroups } from "@/db/schema/scripts";
import { userGroups, users } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import { type Actor, userOf } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { AppError, invalidField } from "@/server/errors";
import { insertUserGroup } from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import type { IsolationLevel } from "@/server/sandbox/command";
import { ensureGroup, groupNameOf } from "./groups";
import { requireCodeChange, requireSettableLevel } from "./isolation";
import { writeScriptTags } from "./tags";

/** What may be changed about a script. Missing fields stay as they are. */
export interface ScriptPatch {
  name?: string;
  /** The group's name. The group is created if it does not exist. A blank name means WOOEY_DEFAULT_SCRIPT_GROUP. */
  group?: string;
  description?: string;
  documentation?: string;
  position?: number;
  isActive?: boolean;
  ignoreBadImports?: boolean;
  executeFullPath?: boolean;
  savePath?: string | null;
  environmentId?: number | null;
  /** All limits: one that is missing here becomes that of the instance. */
  limits?: ScriptLimits;
  networkAllowed?: boolean;
  isRepeatable?: boolean;
  hasTerminal?: boolean;
  /** The exact level at which its jobs are isolated; null for the highest level of the machine. */
  isolationLevel?: IsolationLevel | null;
  /** All tags, as `readTags` returns them. */
  tags?: string[];
  /** Who may use it; an empty list means everyone. */
  userGroupIds?: number[];
  /** The name of a user group to create and to add to `userGroupIds`. */
  newUserGroup?: string;
}

/**
 * Changes a script. An empty patch only records who touched it. Its slug never changes (Wooey 0.14). `scriptPatchInput`
 * has checked the values. `seenModifiedAt` is the time of the last change that the sender knows. Returns the id of the
 * created user group, or null.
 * @throws unauthenticated, forbidden unless staff (an administrator to lower its isolation), not_found, invalid,
 * conflict if someone has changed it since then
 */
export async function patchScript(
  actor: Actor,
  slug: string,
  { seenModifiedAt, ...patch }: ScriptPatch & { seenModifiedAt?: Date | undefined },
): Promise<{ newUserGroupId: number | null }> {
  requireStaff(actor);
  const { group, userGroupIds, newUserGroup, tags, ...columns } = patch;
  return db.transaction(async (tx) => {
    const [script] = await tx.select().from(scripts).where(eq(scripts.slug, slug)).for("update");
    if (!script) throw scriptNotFound();
    if (seenModifiedAt && script.modifiedAt.getTime() !== seenModifiedAt.getTime()) {
      throw await refuseSecond(tx, script);
    }
    await requireSettableLevel(tx, actor, { script, level: patch.isolationLevel ?? null });
    if ((columns.environmentId ?? script.environmentId) !== script.environmentId) {
      await requireCodeChange(tx, actor, script);
    }
    const made = newUserGroup ? await insertUserGroup(tx, actor, { name: newUserGroup, field: "newUserGroup" }) : null;
    const allowedIds = made && userGroupIds ? [...userGroupIds, made.id] : userGroupIds;
    const groupId = group === undefined ? script.groupId : await ensureGroup(tx, actor, groupNameOf(group));
    await tx
      .update(scripts)
      .set({ ...columns, groupId, modifiedAt: new Date(), modifiedById: userOf(actor)?.id ?? null })
      .where(eq(scripts.id, script.id));
    const detail = {
      ...changesOf(script, columns),
      ...(groupId === script.groupId ? {} : { group }),
      ...(tags && (await writeScriptTags(tx, script.id, tags)) ? { tags } : {}),
      ...(allowedIds ? await writeUserGroups(tx, script.id, allowedIds) : {}),
    };
    await recordAudit(tx, actor, { action: "script.patch", target: `script:${slug}`, detail });
    return { newUserGroupId: made?.id ?? null };
  });
}

/** The fields whose values differ: a form sends all of its fields. */
function changesOf(script: Script, columns: Partial<Script>): Partial<Script> {
  const isOther = ([name, value]: [string, unknown]) =>
    // `columns` contains only columns of a script.
    value !== undefined && JSON.stringify(value) !== JSON.stringify(script[name as keyof Script]);
  return Object.fromEntries(Object.entries(columns).filter(isOther));
}

/** Returns the detail for the audit: the groups' names, or nothing if they have not changed. */
async function writeUserGroups(tx: Queryable, scriptId: number, ids: number[]): Promise<{ userGroups?: string[] }> {
  const unique = new Set(ids);
  const { id, name } = userGroups;
  const known = await tx
    .select({ id, name })
    .from(userGroups)
    .where(inArray(userGroups.id, [...unique]));
  if (known.length < unique.size) throw invalidField("userGroupIds", t("User group not found."));
  const gone = await tx.delete(scriptUserGroups).where(eq(scriptUserGroups.scriptId, scriptId)).returning();
  if (unique.size > 0) {
    await tx.insert(scriptUserGroups).values([...unique].map((userGroupId) => ({ scriptId, userGroupId })));
  }
  const isSame = gone.length === unique.size && gone.every((row) => unique.has(row.userGroupId));
  return isSame ? {} : { userGroups: known.map((group) => group.name) };
}

async function refuseSecond(tx: Queryable, script: { modifiedById: number | null }): Promise<AppError> {
  const [person] = await tx
    .select({ username: users.username })
    .from(users)
    .where(eq(users.id, script.modifiedById ?? 0));
  const name = person?.username ?? t("Someone");
  const message = t(
    "{name} has changed this script since you opened this page. Your changes were not saved. Copy them, reload the page, and enter them again.",
    { name },
  );
  return new AppError("conflict", message);
}

/** Wooey's 404 for a slug. */
export function scriptNotFound(): AppError {
  const message = t("Unable to find script.");
  return new AppError("not_found", message, { script: [message] });
}
