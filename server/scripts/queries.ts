import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { favorites } from "@/db/schema/favorites";
import { type ScriptVersion, scriptGroups, scripts, scriptVersions } from "@/db/schema/scripts";
import { users } from "@/db/schema/users";
import { type Actor, isStaffReader, userOf } from "@/server/auth/actor";
import { canRun, type ScriptAccess, scriptsVisibleTo } from "./policy";
import { tagsOfScript } from "./tags";
import { correctionsOfVersion, withUsedSpec } from "./used-spec";

/** A version in a list. */
export type ListedVersion = Pick<
  ScriptVersion,
  "id" | "version" | "iteration" | "isDefault" | "isActive" | "createdAt"
>;

/**
 * A version with its form, including the corrections of staff. `createdBy` is a person's name, or "" if there is none.
 */
export type FullVersion = ListedVersion &
  Pick<ScriptVersion, "spec" | "filename"> & {
    createdBy: string;
    /** Which of the corrections do not fit this version, in sentences. */
    outdated: string[];
  };

/** A script as its page shows it. `version` is the default one, or null if there is none. */
export interface FullScript {
  id: number;
  slug: string;
  name: string;
  description: string;
  documentation: string;
  group: { id: number; name: string; slug: string };
  isActive: boolean;
  isFavorite: boolean;
  /** In alphabetical order. */
  tags: string[];
  version: FullVersion | null;
  /** Newest first; disabled versions are included only for staff. */
  versions: ListedVersion[];
}

/** The requested version; the default one if nothing is given. */
export interface VersionSelector {
  versionId?: number;
  version?: string;
  iteration?: number;
}

/** The columns of a version in a list. */
export const listedColumns = {
  id: scriptVersions.id,
  version: scriptVersions.version,
  iteration: scriptVersions.iteration,
  isDefault: scriptVersions.isDefault,
  isActive: scriptVersions.isActive,
  createdAt: scriptVersions.createdAt,
};

const fullColumns = {
  ...listedColumns,
  spec: scriptVersions.spec,
  corrections: correctionsOfVersion,
  filename: scriptVersions.filename,
  createdBy: sql<string>`coalesce(nullif(${users.fullName}, ''), ${users.username}, '')`,
};

/** The script with this slug and its default version's form; null if the actor may not see such a script. */
export async function findScript(actor: Actor, slug: string): Promise<FullScript | null> {
  const [script] = await db
    .select({
      id: scripts.id,
      slug: scripts.slug,
      name: scripts.name,
      description: scripts.description,
      documentation: scripts.documentation,
      isActive: scripts.isActive,
      group: { id: scriptGroups.id, name: scriptGroups.name, slug: scriptGroups.slug },
      isFavorite: isFavoriteOf(actor),
      tags: tagsOfScript(),
    })
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .where(and(eq(scripts.slug, slug), scriptsVisibleTo(actor)));
  if (!script) return null;
  const [versions, [version]] = await Promise.all([
    listVersions(script.id, { withInactive: isStaffReader(actor) }),
    selectVersions(and(eq(scriptVersions.scriptId, script.id), eq(scriptVersions.isDefault, true))),
  ]);
  return { ...script, version: version ?? null, versions };
}

/**
 * A version of a script that the actor may see, with its form; the newest iteration if several match. Only staff find
 * disabled versions. Null if there is none.
 */
export async function findVersion(actor: Actor, slug: string, selector: VersionSelector): Promise<FullVersion | null> {
  const [script] = await db
    .select({ id: scripts.id })
    .from(scripts)
    .where(and(eq(scripts.slug, slug), scriptsVisibleTo(actor)));
  if (!script) return null;
  const [version] = await selectVersions(
    and(
      eq(scriptVersions.scriptId, script.id),
      fits(selector),
      isStaffReader(actor) ? undefined : scriptVersions.isActive,
    ),
  );
  return version ?? null;
}

/** Whether the actor may run this script, for the page of a job or a script; false for an unknown script. */
export async function mayRunScript(actor: Actor, scriptId: number): Promise<boolean> {
  const [row] = await db
    .select({ access: accessOfScript })
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .where(eq(scripts.id, scriptId));
  return row ? canRun(actor, row.access) : false;
}

/** Whether the script of the surrounding query is one of the actor's favourites. */
export function isFavoriteOf(actor: Actor): SQL<boolean> {
  const user = userOf(actor);
  if (!user) return sql<boolean>`false`;
  return sql<boolean>`exists (
    select 1 from ${favorites} as f where f.user_id = ${user.id} and f.script_id = "scripts"."id")`;
}

/** What decides whether an actor may run a script, as one value, for plain SQL with `scripts` and `script_groups`. */
export const accessOfScript = sql<ScriptAccess>`jsonb_build_object(
  'id', scripts.id, 'isActive', scripts.is_active, 'groupIsActive', script_groups.is_active,
  'userGroupIds', array(select user_group_id from script_user_groups where script_id = scripts.id),
  'groupUserGroupIds', array(
    select user_group_id from script_group_user_groups where script_group_id = scripts.group_id))`;

function fits(selector: VersionSelector): SQL | undefined {
  const { versionId, version, iteration } = selector;
  if (versionId !== undefined) return eq(scriptVersions.id, versionId);
  if (version === undefined && iteration === undefined) return eq(scriptVersions.isDefault, true);
  return and(
    version === undefined ? undefined : eq(scriptVersions.version, version),
    iteration === undefined ? undefined : eq(scriptVersions.iteration, iteration),
  );
}

async function selectVersions(where: SQL | undefined): Promise<FullVersion[]> {
  const rows = await db
    .select(fullColumns)
    .from(scriptVersions)
    .leftJoin(users, eq(users.id, scriptVersions.createdById))
    .where(where)
    .orderBy(desc(scriptVersions.iteration), desc(scriptVersions.id))
    .limit(1);
  return rows.map(withUsedSpec);
}

function listVersions(scriptId: number, { withInactive }: { withInactive: boolean }): Promise<ListedVersion[]> {
  return db
    .select(listedColumns)
    .from(scriptVersions)
    .where(and(eq(scriptVersions.scriptId, scriptId), withInactive ? undefined : scriptVersions.isActive))
    .orderBy(desc(scriptVersions.createdAt), desc(scriptVersions.id));
}
