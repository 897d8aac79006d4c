import { and, desc, eq, gte, ilike, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { type JobStatus, jobs } from "@/db/schema/jobs";
import { scripts, scriptVersions } from "@/db/schema/scripts";
import { users } from "@/db/schema/users";
import { type Actor, isStaff } from "@/server/auth/actor";
import { rowColumns, toJobRow } from "./columns";
import { jobsOwnedBy, jobsVisibleTo, mayBrowse } from "./policy";
import type { JobRow } from "./view";

export interface JobFilter {
  /** `all` is for staff; to others it is their own. `queue`: what waits or runs, as far as the actor may see it. */
  scope: "mine" | "public" | "queue" | "all";
  /** Any of these; none given means any. */
  status?: JobStatus[];
  scriptSlug?: string;
  versionId?: number;
  /** In name or description, or the job's number. */
  text?: string;
  username?: string;
  since?: Date;
  until?: Date;
  /** The `next` of the page before. */
  before?: number;
  /** At most 200; 50 unless given. */
  limit?: number;
}

export interface JobPage {
  rows: JobRow[];
  /** What `before` of the next page is; null when there is no older job. */
  next: number | null;
}

/** How many jobs a search for text looks through at a time, so that one page costs the same among a million. */
const WINDOW = 5_000;

/** A page of jobs, newest first. A page that was searched by text may hold few rows, or none, and still have a next. */
export async function listJobs(actor: Actor, filter: JobFilter): Promise<JobPage> {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 200);
  const conditions = conditionsOf(actor, filter);
  if (!filter.text) {
    const rows = await readRows(and(...conditions), limit + 1);
    const shown = rows.slice(0, limit);
    return { rows: shown.map((row) => toJobRow(actor, row)), next: nextOf(rows.length > limit, shown.at(-1)?.id) };
  }
  const window = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(...conditions))
    .orderBy(desc(jobs.id))
    .offset(WINDOW - 1)
    .limit(1);
  const floor = window[0]?.id ?? 0;
  const rows = await readRows(and(...conditions, gte(jobs.id, floor), matches(filter.text)), limit + 1);
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? shown.at(-1)?.id : floor;
  return { rows: shown.map((row) => toJobRow(actor, row)), next: nextOf(Boolean(next), next) };
}

/** How many of the actor's own jobs wait and run, and of all; counted up to 1,000. */
export async function jobCounts(actor: Actor): Promise<{ mine: OpenJobs; all: OpenJobs }> {
  const [mine, all] = await Promise.all([countOpen(jobsOwnedBy(actor)), countOpen(undefined)]);
  return { mine, all };
}

export interface OpenJobs {
  waiting: number;
  running: number;
}

/** The actor's latest job of each script, by the script's id. */
export async function listLastRuns(
  actor: Actor,
  scriptIds: number[],
): Promise<Map<number, Pick<JobRow, "id" | "uuid" | "status" | "createdAt" | "endedAt">>> {
  if (scriptIds.length === 0 || (actor.kind === "anonymous" && !actor.browserHash)) return new Map();
  // Among the actor's last 500 jobs: a script last used before them has no state worth showing.
  const recent = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(jobsOwnedBy(actor), isNull(jobs.deletedAt)))
    .orderBy(desc(jobs.id))
    .limit(500);
  const rows = await db
    .selectDistinctOn([scriptVersions.scriptId], {
      scriptId: scriptVersions.scriptId,
      id: jobs.id,
      uuid: jobs.uuid,
      status: jobs.status,
      createdAt: jobs.createdAt,
      endedAt: jobs.endedAt,
    })
    .from(jobs)
    .innerJoin(scriptVersions, eq(scriptVersions.id, jobs.versionId))
    .where(and(inArray(jobs.id, recent), inArray(scriptVersions.scriptId, scriptIds)))
    .orderBy(scriptVersions.scriptId, desc(jobs.id));
  return new Map(rows.map(({ scriptId, ...run }) => [scriptId, run]));
}

async function countOpen(scope: SQL | undefined): Promise<OpenJobs> {
  const open = db
    .select({ status: jobs.status })
    .from(jobs)
    .where(and(isNull(jobs.endedAt), isNull(jobs.deletedAt), scope))
    .limit(1000)
    .as("open");
  const [row] = await db
    .select({
      waiting: sql<number>`count(*) filter (where ${open.status} <> 'running')::int`,
      running: sql<number>`count(*) filter (where ${open.status} = 'running')::int`,
    })
    .from(open);
  return { waiting: row?.waiting ?? 0, running: row?.running ?? 0 };
}

function readRows(where: SQL | undefined, limit: number) {
  return db
    .select(rowColumns)
    .from(jobs)
    .innerJoin(scriptVersions, eq(scriptVersions.id, jobs.versionId))
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .leftJoin(users, eq(users.id, jobs.ownerId))
    .where(where)
    .orderBy(desc(jobs.id))
    .limit(limit);
}

function conditionsOf(actor: Actor, filter: JobFilter): (SQL | undefined)[] {
  const { status, scriptSlug, versionId, username, since, until, before } = filter;
  const versions = db
    .select({ id: scriptVersions.id })
    .from(scriptVersions)
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .where(eq(scripts.slug, scriptSlug ?? ""));
  const owner = db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.username, username?.toLowerCase() ?? ""));
  return [
    scopeOf(actor, filter.scope),
    status?.length ? inArray(jobs.status, status) : undefined,
    scriptSlug === undefined ? undefined : inArray(jobs.versionId, versions),
    versionId === undefined ? undefined : eq(jobs.versionId, versionId),
    username === undefined ? undefined : sql`${jobs.ownerId} = (${owner})`,
    since && gte(jobs.createdAt, since),
    until && lt(jobs.createdAt, until),
    before === undefined ? undefined : lt(jobs.id, before),
  ];
}

function scopeOf(actor: Actor, scope: JobFilter["scope"]): SQL | undefined {
  const present = isNull(jobs.deletedAt);
  if (scope === "public") return mayBrowse(actor) ? and(present, eq(jobs.visibility, "public")) : sql`false`;
  if (scope === "queue") return and(jobsVisibleTo(actor), isNull(jobs.endedAt));
  if (scope === "all" && isStaff(actor)) return present;
  return and(present, jobsOwnedBy(actor));
}

function matches(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const id = /^\d{1,9}$/.test(text) ? eq(jobs.id, Number(text)) : undefined;
  return or(ilike(jobs.name, pattern), ilike(jobs.description, pattern), id);
}

function nextOf(hasMore: boolean, id: number | undefined): number | null {
  return hasMore && id !== undefined ? id : null;
}
