import { and, asc, desc, eq, ilike, isNull, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { type JobStatus, jobs } from "@/db/schema/jobs";
import { scriptGroups, scripts, scriptVersions } from "@/db/schema/scripts";
import { type Actor, userOf } from "@/server/auth/actor";
import { env } from "@/server/env";
import { isInUse, isPermitted, lockReason, scriptsVisibleTo } from "./policy";
import { isFavoriteOf } from "./queries";
import { versionLabel } from "./version-string";

/** How far back the start page looks for a person's last run of each script, in jobs. */
const RECENT_JOBS = 500;

export interface HomeScript {
  id: number;
  slug: string;
  name: string;
  description: string;
  /** Such as v1.2; null while the script has no default version. */
  versionLabel: string | null;
  isFavorite: boolean;
  /** The actor cannot run it; `lockReason` says why. */
  isLocked: boolean;
  lockReason: string | null;
  /** The actor's own last run, among their newest 500 jobs. */
  lastRun: { jobId: number; uuid: string; status: JobStatus; endedAt: Date | null } | null;
}

export interface HomeGroup {
  id: number;
  name: string;
  slug: string;
  description: string;
  scripts: HomeScript[];
}

/**
 * The start page: scripts in use by group, favourites first. Those the actor may not run are locked, or left out where
 * WOOEY_SHOW_LOCKED_SCRIPTS is off.
 */
export async function listHomeGroups(actor: Actor): Promise<HomeGroup[]> {
  const lastRuns = lastRunsOf(actor);
  const isAllowed = sql<boolean>`${isPermitted(actor)}`;
  const rows = await db
    .select({
      group: {
        id: scriptGroups.id,
        name: scriptGroups.name,
        slug: scriptGroups.slug,
        description: scriptGroups.description,
      },
      script: { id: scripts.id, slug: scripts.slug, name: scripts.name, description: scripts.description },
      version: { version: scriptVersions.version, iteration: scriptVersions.iteration },
      isFavorite: isFavoriteOf(actor).as("is_favorite"),
      isAllowed,
      lastRun: { jobId: lastRuns.jobId, uuid: lastRuns.uuid, status: lastRuns.status, endedAt: lastRuns.endedAt },
    })
    .from(scripts)
    .innerJoin(scriptGroups, eq(scriptGroups.id, scripts.groupId))
    .leftJoin(scriptVersions, and(eq(scriptVersions.scriptId, scripts.id), scriptVersions.isDefault))
    .leftJoin(lastRuns, eq(lastRuns.scriptId, scripts.id))
    .where(and(isInUse(), hasActiveVersion(), env().WOOEY_SHOW_LOCKED_SCRIPTS ? undefined : isPermitted(actor)))
    .orderBy(
      asc(scriptGroups.position),
      asc(sql`lower(${scriptGroups.name})`),
      asc(scriptGroups.id),
      desc(sql`is_favorite`),
      asc(scripts.position),
      asc(sql`lower(${scripts.name})`),
      asc(scripts.id),
    );
  const groups = new Map<number, HomeGroup>();
  for (const row of rows) {
    const group = groups.get(row.group.id) ?? { ...row.group, scripts: [] };
    groups.set(row.group.id, group);
    group.scripts.push({
      ...row.script,
      versionLabel: row.version ? versionLabel(row.version) : null,
      isFavorite: row.isFavorite,
      isLocked: !row.isAllowed,
      lockReason: row.isAllowed ? null : lockReason(actor),
      lastRun: row.lastRun?.jobId ? row.lastRun : null,
    });
  }
  return [...groups.values()];
}

export interface FoundScript {
  id: number;
  slug: string;
  name: string;
  description: string;
  group: string;
}

/**
 * Scripts in use that the actor may see and whose name or description holds every word of `text` (words in double
 * quotes stay together, as in Wooey); names that begin with it first. At most `limit`.
 */
export async function searchScripts(actor: Actor, text: string, limit = 20): Promise<FoundScript[]> {
  const terms = [...text.slice(0, 200).matchAll(/"([^"]+)"|(\S+)/g)].map(([, phrase, word]) => phrase ?? word ?? "");
  if (terms.length === 0) return [];
  const escaped = (term: string) => term.replace(/[\\%_]/g, "\\$&");
  const holds = terms.map((term) =>
    or(ilike(scripts.name, `%${escaped(term)}%`), ilike(scripts.description, `%${escaped(term)}%`)),
  );
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
    .where(and(...holds, isInUse(), hasActiveVersion(), scriptsVisibleTo(actor)))
    .orderBy(
      desc(ilike(scripts.name, `${escaped(terms.join(" "))}%`)),
      asc(sql`lower(${scripts.name})`),
      asc(scripts.id),
    )
    .limit(limit);
}

function hasActiveVersion(): SQL {
  return sql`exists (select 1 from ${scriptVersions} as v where v.script_id = ${scripts.id} and v.is_active)`;
}

/** The last run of each script among the actor's newest jobs: bounded, so that a million jobs cost no more than 500. */
function lastRunsOf(actor: Actor) {
  const user = userOf(actor);
  const hash = actor.kind === "anonymous" ? actor.browserHash : null;
  const isOwn = user ? eq(jobs.ownerId, user.id) : hash ? eq(jobs.browserHash, hash) : sql`false`;
  const recent = db
    .select({
      jobId: jobs.id,
      uuid: jobs.uuid,
      status: jobs.status,
      endedAt: jobs.endedAt,
      versionId: jobs.versionId,
    })
    .from(jobs)
    .where(and(isOwn, isNull(jobs.deletedAt)))
    .orderBy(desc(jobs.id))
    .limit(RECENT_JOBS)
    .as("recent");
  return db
    .selectDistinctOn([scriptVersions.scriptId], {
      scriptId: scriptVersions.scriptId,
      jobId: recent.jobId,
      uuid: recent.uuid,
      status: recent.status,
      endedAt: recent.endedAt,
    })
    .from(recent)
    .innerJoin(scriptVersions, eq(scriptVersions.id, recent.versionId))
    .orderBy(scriptVersions.scriptId, desc(recent.jobId))
    .as("last_runs");
}
