import { and, asc, desc, eq, ilike, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { JobStatus } from "@/db/job-state";
import { startingWith } from "@/db/like";
import { favorites } from "@/db/schema/favorites";
import { scriptGroups, scripts, scriptVersions } from "@/db/schema/scripts";
import { type Actor, isStaff, userOf } from "@/server/auth/actor";
import { env } from "@/server/env";
import { contains, toTerms } from "./find";
import { lastRunsOf } from "./last-runs";
import { hasActiveVersion, isInUse, isPermitted, lockReason, scriptsVisibleTo } from "./policy";
import { isFavoriteOf } from "./queries";
import { scriptsTagged, tagsOfScript } from "./tags";
import { versionLabel } from "./version-string";

export interface HomeScript {
  id: number;
  slug: string;
  name: string;
  description: string;
  /** For example v1.2; null while the script has no default version. */
  versionLabel: string | null;
  isFavorite: boolean;
  /** In alphabetical order. */
  tags: string[];
  /** The actor cannot run it; `lockReason` says why. */
  isLocked: boolean;
  lockReason: string | null;
  /** Staff may also test scripts that are locked for them. */
  mayTry: boolean;
  /** The actor's last run, among their newest 500 jobs. */
  lastRun: { jobId: number; uuid: string; status: JobStatus; endedAt: Date | null } | null;
}

export interface HomeGroup {
  id: number;
  name: string;
  slug: string;
  description: string;
  scripts: HomeScript[];
  /** Whether the group has more scripts than are listed. */
  hasMore: boolean;
}

/** What the home page lists; without a filter, all groups. */
export interface HomeFilter {
  /** The slug of the only group. */
  group?: string | undefined;
  tag?: string | undefined;
}

/** Roughly how many scripts the home page lists over all groups, and how many of a group that is shown alone. */
const LISTED = 120;
const LISTED_OF_GROUP = 160;

/**
 * The home page: active scripts by group, favourites first. With many groups it lists the first scripts of each, and up
 * to 160 if one group is requested. Scripts that the actor may not run are locked, or omitted if
 * WOOEY_SHOW_LOCKED_SCRIPTS is off.
 */
export async function listHomeGroups(actor: Actor, { group, tag }: HomeFilter = {}): Promise<HomeGroup[]> {
  const groups = await db
    .select({
      id: scriptGroups.id,
      name: scriptGroups.name,
      slug: scriptGroups.slug,
      description: scriptGroups.description,
    })
    .from(scriptGroups)
    .where(and(eq(scriptGroups.isActive, true), group === undefined ? undefined : eq(scriptGroups.slug, group)))
    .orderBy(asc(scriptGroups.position), asc(sql`lower(${scriptGroups.name})`), asc(scriptGroups.id));
  // Fills complete rows of cards on screens that show four cards per row.
  const share = Math.min(48, Math.floor(LISTED / Math.max(1, groups.length) / 4) * 4);
  const limit = group === undefined ? Math.max(4, share) : LISTED_OF_GROUP;
  const listed = await listFirstIds(
    actor,
    groups.map(({ id }) => id),
    { tag, limit: limit + 1 },
  );
  const shown = groups.flatMap(({ id }) => (listed.get(id) ?? []).slice(0, limit));
  const details = await readHomeScripts(actor, shown);
  return groups.flatMap((listedGroup) => {
    const ids = listed.get(listedGroup.id) ?? [];
    const found = ids.slice(0, limit).flatMap((id) => details.get(id) ?? []);
    return found.length === 0 ? [] : [{ ...listedGroup, scripts: found, hasMore: ids.length > limit }];
  });
}

/**
 * The first scripts of each group in order: the actor's favourites, of which there are few, and as much of the group's
 * index as is shown.
 */
async function listFirstIds(
  actor: Actor,
  groupIds: number[],
  { tag, limit }: { tag: string | undefined; limit: number },
): Promise<Map<number, number[]>> {
  const where = and(
    sql`${scripts.groupId} = of_group.id and ${scripts.isActive}`,
    hasActiveVersion(),
    tag === undefined ? undefined : scriptsTagged(tag),
    env().WOOEY_SHOW_LOCKED_SCRIPTS ? undefined : isPermitted(actor),
  );
  const order = sql`${scripts.position}, lower(${scripts.name}), ${scripts.id} limit ${limit}`;
  const starred = sql`join ${favorites} as f on f.script_id = ${scripts.id} and f.user_id = ${userOf(actor)?.id ?? null}`;
  const rows = await db.execute<{ group_id: number; starred: number[]; first: number[] }>(sql`
    select of_group.id as group_id,
      array(select ${scripts.id} from ${scripts} ${starred} where ${where} order by ${order}) as starred,
      array(select ${scripts.id} from ${scripts} where ${where} order by ${order}) as first
    from unnest(${sql.param(groupIds)}::int[]) as of_group(id)`);
  return new Map(rows.map((row) => [row.group_id, [...new Set([...row.starred, ...row.first])].slice(0, limit)]));
}

async function readHomeScripts(actor: Actor, ids: number[]): Promise<Map<number, HomeScript>> {
  if (ids.length === 0) return new Map();
  const lastRuns = lastRunsOf(actor);
  const rows = await db
    .select({
      script: { id: scripts.id, slug: scripts.slug, name: scripts.name, description: scripts.description },
      version: { version: scriptVersions.version, iteration: scriptVersions.iteration },
      isFavorite: isFavoriteOf(actor),
      tags: tagsOfScript(),
      isAllowed: sql<boolean>`${isPermitted(actor)}`,
      lastRun: { jobId: lastRuns.jobId, uuid: lastRuns.uuid, status: lastRuns.status, endedAt: lastRuns.endedAt },
    })
    .from(scripts)
    .leftJoin(scriptVersions, and(eq(scriptVersions.scriptId, scripts.id), scriptVersions.isDefault))
    .leftJoin(lastRuns, eq(lastRuns.scriptId, scripts.id))
    .where(sql`${scripts.id} = any(${sql.param(ids)}::int[])`);
  return new Map(
    rows.map(({ script, version, isFavorite, tags, isAllowed, lastRun }) => [
      script.id,
      {
        ...script,
        versionLabel: version ? versionLabel(version) : null,
        isFavorite,
        tags,
        isLocked: !isAllowed,
        lockReason: isAllowed ? null : lockReason(actor),
        mayTry: isStaff(actor),
        lastRun: lastRun?.jobId ? lastRun : null,
      },
    ]),
  );
}

export interface FoundScript {
  id: number;
  slug: string;
  name: string;
  description: string;
  group: string;
}

/**
 * Active scripts that the actor may see and whose name, description or tags contain every word of `text`. Words in double
 * quotes stay together, as in Wooey. Scripts whose name starts with `text` come first. Returns at most `limit`.
 */
export async function searchScripts(actor: Actor, text: string, limit = 20): Promise<FoundScript[]> {
  const terms = toTerms(text);
  if (terms.length === 0) return [];
  return db
    .select({
      id: scripts.id,
      slug: scripts.slug,
      name: scripts.name,
      description: scripts.description,
      group: scriptGroups.name,
    })
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .where(and(...terms.map(contains), isInUse(), hasActiveVersion(), scriptsVisibleTo(actor)))
    .orderBy(
      desc(ilike(scripts.name, startingWith(terms.join(" ")))),
      asc(sql`lower(${scripts.name})`),
      asc(scripts.id),
    )
    .limit(limit);
}

/** Active scripts that the actor may see, those they ran last first, then by name. Returns at most `limit`. */
export async function listScriptNames(
  actor: Actor,
  limit: number,
): Promise<Pick<FoundScript, "slug" | "name" | "group">[]> {
  const lastRuns = lastRunsOf(actor);
  return db
    .select({ slug: scripts.slug, name: scripts.name, group: scriptGroups.name })
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .leftJoin(lastRuns, eq(lastRuns.scriptId, scripts.id))
    .where(and(isInUse(), hasActiveVersion(), scriptsVisibleTo(actor)))
    .orderBy(sql`${lastRuns.jobId} desc nulls last`, asc(sql`lower(${scripts.name})`), asc(scripts.id))
    .limit(limit);
}
