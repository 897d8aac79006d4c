import { pg } from "@/db/client";
import { jobIsOpen, jobIsRunning, jobIsWaiting } from "@/db/job-conditions";
import type { JobStatus } from "@/db/job-state";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { env } from "@/server/env";
import { personOf, waitingLine } from "@/server/jobs/waiting-line";
import { expectedStart } from "./expected-start";
import { findCapacity } from "./list";
import { hasNeeds, meetsNeeds, offerOf, type WorkerNeeds } from "./needs";
import { isOnline } from "./online";

/** How many jobs of the queue are examined; beyond that, times and positions are "more than". */
const AHEAD_MAX = 1_000;

/** Why a job waits, and for how long. */
export interface Waiting {
  /**
   * `no_worker`: nothing runs until a worker is started; `busy`: all slots are in use; `next`: a worker is about to
   * claim it; `script_limit`, `user_limit`: as many jobs of its script or person run as are allowed at a time
   * (`limit`); `no_matching_worker`: no worker that is online has the `needs` of its script, even if it were idle.
   */
  reason: "no_worker" | "no_matching_worker" | "busy" | "next" | "script_limit" | "user_limit";
  limit?: number;
  needs?: WorkerNeeds;
  /** 1 for the first in line; 1,001 for any position beyond 1,000. */
  position: number;
  /** Estimated from the duration of similar jobs; null if unknown. */
  startsInSeconds: number | null;
}

export interface QueuedJob extends Waiting {
  id: number;
  name: string;
  status: JobStatus;
  priority: number;
  createdAt: Date;
  script: { slug: string; name: string };
  /** Null for a visitor's job. */
  username: string | null;
}

export interface Queue {
  /** The first 100 in line. */
  jobs: QueuedJob[];
  /** Counts among the first 1,000 in line, the largest first. */
  byScript: { slug: string; name: string; waiting: number }[];
  byUser: { username: string | null; waiting: number }[];
  waiting: number;
  running: number;
  slots: number;
  workers: number;
}

/**
 * The waiting jobs in the order in which workers claim them, with the reason. @throws unauthenticated, forbidden unless
 * staff
 */
export async function listQueue(actor: Actor): Promise<Queue> {
  requireStaffReader(actor);
  const [capacity, running, line] = await Promise.all([findCapacity(), findRunning(), findLine()]);
  const times = await findUsualTimes(
    [...running, ...line.slice(0, 100).map((job) => job.traits)].map((job) => job.versionId),
  );
  const remaining = running.map((job) => remainingOf(job, times));
  const jobs = line.slice(0, 100).map(({ traits, slug, scriptName, ...job }, index) => {
    const ahead = line.slice(0, index).map((each) => times.get(each.traits.versionId) ?? null);
    const script = { slug, name: scriptName };
    return {
      ...job,
      script,
      ...waitingAt(index + 1, { slots: capacity.slots, running: remaining, ahead }, heldBy(traits, running)),
    };
  });
  return {
    jobs,
    byScript: countBy(line, (job) => job.slug).map(([job, waiting]) => ({
      slug: job.slug,
      name: job.scriptName,
      waiting,
    })),
    byUser: countBy(line, (job) => job.username ?? "").map(([job, waiting]) => ({ username: job.username, waiting })),
    waiting: line.length,
    running: running.length,
    ...capacity,
  };
}

/** Why this job waits; null if it does not. The caller has checked that the actor may see the job. */
export async function whyWaiting(jobId: number): Promise<Waiting | null> {
  const [capacity, running, position] = await Promise.all([findCapacity(), findRunning(), findAhead(jobId)]);
  if (!position) return null;
  const { ahead, traits } = position;
  const isFar = ahead.length >= AHEAD_MAX;
  const times = isFar
    ? new Map<number, number>()
    : await findUsualTimes([...running.map((job) => job.versionId), ...ahead]);
  const remaining = running.map((job) => remainingOf(job, times));
  const inFront = ahead.map((versionId) => times.get(versionId) ?? null);
  return waitingAt(
    ahead.length + 1,
    { slots: capacity.slots, running: remaining, ahead: inFront },
    heldBy(traits, running),
  );
}

type Hold =
  | { reason: "script_limit" | "user_limit"; limit: number }
  | { reason: "no_matching_worker"; needs: WorkerNeeds };

interface Line {
  slots: number;
  /** How long each running job, and each waiting job in front, will still take; null if unknown. */
  running: (number | null)[];
  ahead: (number | null)[];
}

function waitingAt(position: number, { slots, running, ahead }: Line, hold: Hold | null): Waiting {
  if (slots === 0) return { reason: "no_worker", position, startsInSeconds: null };
  if (hold) return { ...hold, position, startsInSeconds: null };
  if (running.length + ahead.length < slots) return { reason: "next", position, startsInSeconds: 0 };
  return { reason: "busy", position, startsInSeconds: expectedStart(slots, running, ahead) };
}

/** What the limits of simultaneous jobs count by: visitors are one owner, 0 (server/runner/claim.ts). */
interface Traits {
  versionId: number;
  scriptId: number;
  owner: number;
  /** How many of its script may run at a time. */
  scriptMax: number | null;
  /** What its script needs, if no worker that is online and claims jobs has it. */
  unmetNeeds: WorkerNeeds | null;
}

/** SQL: the traits of a job as JSON; the query has the job and its script. */
const traitsOf = () => pg`
  jsonb_build_object('versionId', job.version_id, 'scriptId', script.id, 'owner', coalesce(job.owner_id, 0),
    'scriptMax', (script.limits ->> 'concurrent')::int,
    'unmetNeeds', case when ${hasNeeds()} and not exists (
      select 1 from (select ${offerOf("worker")} from workers worker
        where ${isOnline("worker")} and worker.slots > 0 and not worker.is_draining) as offer
      where ${meetsNeeds("offer")}) then script.limits end)`;

interface RunningJob extends Omit<Traits, "scriptMax" | "unmetNeeds"> {
  elapsedSeconds: number;
}

/** The limit that holds a waiting job back, whatever the workers do. */
function heldBy(job: Omit<Traits, "versionId">, running: RunningJob[]): Hold | null {
  if (job.unmetNeeds) return { reason: "no_matching_worker", needs: job.unmetNeeds };
  const perUser = env().WOOEY_LIMIT_RUNNING_JOBS_PER_USER;
  const ofScript = running.filter((each) => each.scriptId === job.scriptId).length;
  if (job.scriptMax !== null && ofScript >= job.scriptMax) return { reason: "script_limit", limit: job.scriptMax };
  const ofOwner = running.filter((each) => each.owner === job.owner).length;
  return perUser !== null && ofOwner >= perUser ? { reason: "user_limit", limit: perUser } : null;
}

/** A job that exceeds its usual time by less than this may end at any moment. */
const OVERRUN_SECONDS = 10;

/** The remaining time of a running job; null if nobody knows, as for one that runs twice as long as usual. */
function remainingOf(job: RunningJob, times: Map<number, number>): number | null {
  const usual = times.get(job.versionId);
  if (usual === undefined || job.elapsedSeconds > 2 * usual + OVERRUN_SECONDS) return null;
  return Math.max(0, usual - job.elapsedSeconds);
}

function findRunning(): Promise<RunningJob[]> {
  return pg<RunningJob[]>`
    select job.version_id as "versionId", version.script_id as "scriptId", coalesce(job.owner_id, 0) as owner,
      extract(epoch from now() - coalesce(job.started_at, now()))::float8 as "elapsedSeconds"
    from jobs job join script_versions version on version.id = job.version_id
    where ${jobIsRunning("job")} limit 2000`;
}

/** The versions of the jobs that are claimed before this one; null if this one does not wait. */
async function findAhead(jobId: number): Promise<{ ahead: number[]; traits: Traits } | null> {
  const [job] = await pg<{ traits: Traits; ofPerson: number }[]>`
    select ${traitsOf()} as traits,
      (select count(*) from (select 1 from jobs where ${jobIsOpen()} and ${personOf()} = ${personOf("job")}
        limit ${AHEAD_MAX + 1}) as own)::int as "ofPerson"
    from jobs job join script_versions version on version.id = job.version_id
    join scripts script on script.id = version.script_id
    where job.id = ${jobId} and ${jobIsWaiting("job")}`;
  if (!job) return null;
  const { ofPerson, traits } = job;
  // Of anybody else, only as many jobs can come before it as this person has.
  const rows = await pg<{ id: number; versionId: number }[]>`
    with recursive ${waitingLine({ jobsMax: ofPerson })}
    select id, version_id as "versionId" from line order by position limit ${AHEAD_MAX}`;
  const index = rows.findIndex((row) => row.id === jobId);
  if (index < 0 && rows.length < AHEAD_MAX) return null; // a worker has just claimed it
  return { ahead: (index < 0 ? rows : rows.slice(0, index)).map((row) => row.versionId), traits };
}

interface LineJob extends Omit<QueuedJob, keyof Waiting | "script"> {
  traits: Traits;
  slug: string;
  scriptName: string;
}

function findLine(): Promise<LineJob[]> {
  return pg<LineJob[]>`
    with recursive ${waitingLine({ jobsMax: AHEAD_MAX })}
    select job.id, job.name, job.status, job.priority, job.created_at as "createdAt",
      ${traitsOf()} as traits,
      script.slug, script.name as "scriptName", owner.username
    from (select id, position from line order by position limit ${AHEAD_MAX}) as first_in_line
    join jobs job using (id)
    join script_versions version on version.id = job.version_id
    join scripts script on script.id = version.script_id
    left join users owner on owner.id = job.owner_id
    order by first_in_line.position`;
}

/** Median seconds of each version's completed runs among its last 50 jobs, for at most 50 versions. */
async function findUsualTimes(versionIds: number[]): Promise<Map<number, number>> {
  const ids = [...new Set(versionIds)].slice(0, 50);
  const rows = await pg<{ versionId: number; seconds: number | null }[]>`
    select wanted.id as "versionId", (
      select percentile_cont(0.5) within group (order by extract(epoch from ended_at - started_at))
      from (select status, started_at, ended_at from jobs where version_id = wanted.id
        order by version_id desc, id desc limit 50) as recent
      where status = 'completed') as seconds
    from unnest(${ids}::int[]) as wanted(id)`;
  return new Map(rows.flatMap(({ versionId, seconds }) => (seconds === null ? [] : [[versionId, Number(seconds)]])));
}

function countBy<Item>(items: Item[], keyOf: (item: Item) => string): [Item, number][] {
  const counts = new Map<string, [Item, number]>();
  for (const item of items) {
    const counted = counts.get(keyOf(item)) ?? [item, 0];
    counts.set(keyOf(item), [counted[0], counted[1] + 1]);
  }
  return [...counts.values()].sort((a, b) => b[1] - a[1]).slice(0, 20);
}
