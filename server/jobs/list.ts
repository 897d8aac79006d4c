import { and, type Column, eq, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { areOpen } from "@/db/job-conditions";
import type { JobStatus } from "@/db/job-state";
import { containing } from "@/db/like";
import { jobs } from "@/db/schema/jobs";
import { type Actor, isStaffReader, userOf } from "@/server/auth/actor";
import { normalizeTag } from "@/server/scripts/tag-names";
import { toJobRow } from "./columns";
import { areBetween, findIdRange, findUserId, findVersionIds, type IdRange } from "./list-bounds";
import { findIds } from "./list-ids";
import { readJobRows } from "./list-rows";
import { findTaggedIds, type TagRange } from "./list-tagged";
import { jobsOwnedBy, jobsVisibleTo, publicResults } from "./policy";
import { isTagged } from "./tags";
import type { JobRow } from "./view";

export interface JobFilter {
  /** `all` is for staff; others get their own jobs. `queue`: waiting and running jobs that the actor may see. */
  scope: "mine" | "public" | "queue" | "all";
  /** Any of these states; an empty list means any state. */
  status?: JobStatus[];
  scriptSlug?: string;
  versionId?: number;
  /** Text in the name or description, or the job's number. */
  text?: string;
  username?: string;
  /** A tag, in whatever case it is written. */
  tag?: string;
  since?: Date;
  until?: Date;
  /** The `next` of the previous page. */
  before?: number;
  /** At most 200; 50 unless given. */
  limit?: number;
}

export interface JobPage {
  rows: JobRow[];
  /** The `before` of the next page; null if there is no older job. */
  next: number | null;
}

/** How many jobs a text search or a tag examines at a time, so that one page costs the same among a million. */
const WINDOW = 5_000;

/**
 * A page of jobs, newest first. With a text search, or a tag and another filter, a page may have few rows or none and still
 * have a next page.
 */
export async function listJobs(actor: Actor, filter: JobFilter): Promise<JobPage> {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 200);
  const [range, ownerId, versionIds] = await Promise.all([
    findIdRange(filter.since, filter.until),
    filter.username === undefined ? undefined : findUserId(filter.username),
    versionIdsOf(filter),
  ]);
  const where = conditionsOf(actor, filter, { range, ownerId });
  const text = filter.text ? matches(filter.text) : undefined;
  const tags = usesTagIndex(actor, filter) ? tagRangeOf(actor, filter, { range, ownerId }) : null;
  const ofVersions = versionIds ? inArray(jobs.versionId, versionIds) : undefined;
  const part = { limit: limit + 1, window: WINDOW };
  const { ids, floor } = tags
    ? await findTaggedIds(tags, and(where, ofVersions, text), part)
    : await findIds({ where, versionIds }, text, part);
  const shown = ids.slice(0, limit);
  const next = ids.length > limit ? shown.at(-1) : floor;
  return { rows: (await readJobRows(shown)).map((row) => toJobRow(actor, row)), next: next || null };
}

/** How many of the actor's jobs wait and run; counted up to 1,000. */
export function countOwnOpen(actor: Actor): Promise<OpenJobs> {
  return countOpen(jobsOwnedBy(actor));
}

/** Which of these jobs the actor owns or finds in lists, including jobs that were just deleted. */
export async function pickListed(actor: Actor, ids: number[]): Promise<number[]> {
  if (isStaffReader(actor) || ids.length === 0) return ids;
  const rows = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(inArray(jobs.id, ids), or(jobsOwnedBy(actor), jobsVisibleTo(actor))));
  return rows.map((row) => row.id);
}

export interface OpenJobs {
  waiting: number;
  running: number;
}

/** Jobs that wait and run in this scope; counted up to 1,000. */
export async function countOpen(scope: SQL | undefined): Promise<OpenJobs> {
  const open = db
    .select({ status: jobs.status })
    .from(jobs)
    .where(and(areOpen(), isNull(jobs.deletedAt), scope))
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

/** The versions that a filter selects; null if it selects by none. */
async function versionIdsOf(filter: JobFilter): Promise<number[] | null> {
  if (filter.scriptSlug === undefined) return filter.versionId === undefined ? null : [filter.versionId];
  const ids = await findVersionIds(filter.scriptSlug);
  return filter.versionId === undefined ? ids : ids.filter((id) => id === filter.versionId);
}

/** Matches nothing: no job belongs to a user who does not exist. */
function isOwnedBy(ownerId: number | null): SQL {
  return ownerId === null ? sql`false` : eq(jobs.ownerId, ownerId);
}

/** What was looked up for a filter. */
interface Bounds {
  range: IdRange;
  /** Null for an unknown user, undefined without a filter by user. */
  ownerId: number | null | undefined;
}

function conditionsOf(actor: Actor, filter: JobFilter, { range, ownerId }: Bounds): SQL | undefined {
  const { status, tag, since, until, before } = filter;
  const checksTags = tag !== undefined && !usesTagIndex(actor, filter);
  return and(
    scopeOf(actor, filter.scope),
    status?.length ? inArray(jobs.status, status) : undefined,
    ownerId === undefined ? undefined : isOwnedBy(ownerId),
    checksTags ? isTagged(normalizeTag(tag)) : undefined,
    areBetween(range, { since, until }),
    before === undefined ? undefined : lt(jobs.id, before),
  );
}

/** False if the filter has no tag, or if its scope has few jobs, whose tags are checked one by one. */
function usesTagIndex(actor: Actor, { tag, scope }: JobFilter): boolean {
  return tag !== undefined && scope !== "queue" && !(listsOnlyOwnJobs(actor, scope) && actor.kind === "anonymous");
}

/** Where the indexes of tags list the jobs of a filter. */
function tagRangeOf(actor: Actor, filter: JobFilter, { range, ownerId }: Bounds): TagRange {
  const to = [filter.before, range.to].filter((id) => id !== undefined);
  return {
    tag: normalizeTag(filter.tag ?? ""),
    ownerId: (listsOnlyOwnJobs(actor, filter.scope) ? userOf(actor)?.id : ownerId) ?? null,
    from: range.from,
    to: to.length > 0 ? Math.min(...to) : undefined,
  };
}

/** Whether the scope lists the actor's own jobs only. */
function listsOnlyOwnJobs(actor: Actor, scope: JobFilter["scope"]): boolean {
  return scope === "mine" || (scope === "all" && !isStaffReader(actor));
}

function scopeOf(actor: Actor, scope: JobFilter["scope"]): SQL | undefined {
  const present = isNull(jobs.deletedAt);
  if (scope === "public") return and(present, publicResults(actor));
  if (scope === "queue") return and(jobsVisibleTo(actor), areOpen());
  if (scope === "all" && isStaffReader(actor)) return present;
  return and(present, jobsOwnedBy(actor));
}

/** Compares bytes in lower case, which is six times faster than `ilike`. */
function matches(text: string): SQL | undefined {
  const isIn = (column: Column) => sql`lower(${column}) collate "C" like lower(${containing(text)}) collate "C"`;
  const id = /^\d{1,9}$/.test(text) ? eq(jobs.id, Number(text)) : undefined;
  return or(isIn(jobs.name), isIn(jobs.description), id);
}
