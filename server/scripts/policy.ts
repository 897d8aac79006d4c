import { type SQL, sql } from "drizzle-orm";
import { scriptGroups, scriptGroupUserGroups, scripts, scriptUserGroups, scriptVersions } from "@/db/schema/scripts";
import { type Actor, hasScope, isStaff, isStaffReader, scriptIdsOf, userOf } from "@/server/auth/actor";
import { env } from "@/server/env";
import { t } from "@/server/language/text";

/** What decides whether an actor may run a script. */
export interface ScriptAccess {
  id: number;
  isActive: boolean;
  groupIsActive: boolean;
  /** User groups of the script itself and of its script group; none means everyone. */
  userGroupIds: number[];
  groupUserGroupIds: number[];
}

/**
 * The scripts that an actor may open: active ones that they are permitted to use. Staff and the product itself may open
 * all.
 */
export function scriptsVisibleTo(actor: Actor): SQL {
  if (isStaffReader(actor)) return sql`true`;
  return hasScope(actor, "read") ? sql`${isInUse()} and ${isPermitted(actor)}` : sql`false`;
}

/** Active scripts of active groups, regardless of who may use them. */
export function isInUse(): SQL {
  return sql`(${scripts.isActive} and exists (
    select 1 from ${scriptGroups} as own_group where own_group.id = ${scripts.groupId} and own_group.is_active))`;
}

/** Scripts with a version that can be run. */
export function hasActiveVersion(): SQL {
  return sql`exists (select 1 from ${scriptVersions} as v where v.script_id = ${scripts.id} and v.is_active)`;
}

/**
 * Scripts whose user groups admit the actor: the script group's if it has any, else the script's. Inactive ones included.
 */
export function isPermitted(actor: Actor): SQL {
  if (actor.kind === "system") return sql`true`;
  if (!mayRunAnything(actor)) return sql`false`;
  const member = (column: SQL) => {
    const ids = userOf(actor)?.groupIds ?? [];
    return ids.length ? sql`${column} in ${ids}` : sql`false`;
  };
  const ofGroup = sql`select 1 from ${scriptGroupUserGroups} as gg where gg.script_group_id = ${scripts.groupId}`;
  const ofScript = sql`select 1 from ${scriptUserGroups} as sg where sg.script_id = ${scripts.id}`;
  const ids = scriptIdsOf(actor);
  if (ids?.length === 0) return sql`false`;
  const isWithin = ids === null ? sql`true` : sql`${scripts.id} in ${ids}`;
  return sql`(${isWithin} and case when exists (${ofGroup}) then exists (${ofGroup} and ${member(sql`gg.user_group_id`)})
    else not exists (${ofScript}) or exists (${ofScript} and ${member(sql`sg.user_group_id`)}) end)`;
}

/**
 * Whether the actor may run the script (Wooey 0.14, `valid_user` on script and script group). The script and its group
 * must be active. The actor must belong to one of the group's user groups or, if the group has none, to one of the
 * script's. Staff get no exception, as in Wooey. Nobody may run an inactive script; Wooey forgets this for anonymous
 * visitors.
 */
export function canRun(actor: Actor, script: ScriptAccess): boolean {
  if (!script.isActive || !script.groupIsActive || !mayRunAnything(actor)) return false;
  if (!hasScope(actor, "run") || scriptIdsOf(actor)?.includes(script.id) === false) return false;
  if (actor.kind === "system") return true;
  const allowed = script.groupUserGroupIds.length ? script.groupUserGroupIds : script.userGroupIds;
  const groupIds = userOf(actor)?.groupIds ?? [];
  return allowed.length === 0 || allowed.some((id) => groupIds.includes(id));
}

/** Why the actor cannot run an existing script, as one sentence for them. */
export function lockReason(actor: Actor): string {
  if (isStaff(actor)) return t("Restricted to certain groups. Staff can try it.");
  if (actor.kind !== "anonymous") return t("You are not in a group that may use this script.");
  return mayRunAnything(actor)
    ? t("Sign in. This script is restricted to certain groups.")
    : t("Sign in to use this script.");
}

function mayRunAnything(actor: Actor): boolean {
  return actor.kind !== "anonymous" || env().WOOEY_ALLOW_ANONYMOUS;
}
