import { sql } from "@/db/client";
import type { JobStatus } from "@/db/schema";
import type { Actor } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { expectedStart } from "./expected-start";
import { findCapacity } from "./list";

/** How many jobs of the queue are looked at: beyond them, times and positions are "more than". */
const AHEAD_MAX = 1_000;

/** Why a job waits, and for how long. */
export interface Waiting {
  /** `no_worker`: nothing runs until one is started; `busy`: all slots are taken; `next`: a worker is about to take it. */
  reason: "no_worker" | "busy" | "next";
  /** 1 for the first in line; 1,001 for any place beyond 1,000. */
  position: number;
  /** From what such jobs took before; null when that is not known. */
  startsInSeconds: number | null;
}

export interface QueuedJob extends Waiting {
  id: number;
  name: string;
  status: JobStatus;
  priority: number;
  createdAt: Date;
  script: { slug: string; name: string };
  /** Null for a visitor's. */
  username: string | null;
}

export interface Queue {
  /** The first 100 in line. */
  jobs: QueuedJob[];
  /** Of the first 1,000 in line, the most first. */
  byScript: { slug: string; name: string; waiting: number }[];
  byUser: { username: string | null; waiting: number }[];
  waiting: number;
  running: number;
  slots: number;
  workers: number;
}

/** What waits, in the order in which workers take it, and why. @throws unauthenticated, forbidden unless staff */
export async function listQueue(actor: Actor): Promise<Queue> {
  requireStaff(actor);
  const [capacity, running, line] = await Promise.all([findCapacity(), findRunning(), findLine()]);
  const times = await findUsualTimes([...running, ...line.slice(0, 100)].map((job) => job.versionId));
  const remaining = running.map((job) => remainingOf(job, times));
  const jobs = line.slice(0, 100).map(({ versionId: _, slug, scriptName, ...job }, index) => {
    const ahead = line.slice(0, index).map((each) => times.get(each.versionId) ?? null);
    const script = { slug, name: scriptName };
    return { ...job, script, ...waitingAt(index + 1, capacity.slots, remaining, ahead) };
  });
  return {
    jobs,
    byScript: countBy(line, (job) => job.slug).map(([job, waiting]) => ({
      slug: job.slug,
      name: job.scriptName,
      waiting,
    })),
    byUser: countBy(line, (job) => job.username ?? "").map(([job, waiting]) => ({ username: job.username, waiting })),
    ...{ waiting: line.length, running: running.length, ...capacity },
  };
}

/** Why this job waits; null when it does not. The caller has checked that the actor may see the job. */
export async function whyWaiting(jobId: number): Promise<Waiting | null> {
  const [capacity, running, ahead] = await Promise.all([findCapacity(), findRunning(), findAhead(jobId)]);
  if (!ahead) return null;
  const isFar = ahead.length >= AHEAD_MAX;
  const times = isFar
    ? new Map<number, number>()
    : await findUsualTimes([...running.map((job) => job.versionId), ...ahead]);
  const remaining = running.map((job) => remainingOf(job, times));
  const inFront = ahead.map((versionId) => times.get(versionId) ?? null);
  return waitingAt(ahead.length + 1, capacity.slots, remaining, inFront);
}

function waitingAt(position: number, slots: number, running: (number | null)[], ahead: (number | null)[]): Waiting {
  if (slots === 0) return { reason: "no_worker", position, startsInSeconds: null };
  if (running.length + ahead.length < slots) return { reason: "next", position, startsInSeconds: 0 };
  return { reason: "busy", position, startsInSeconds: expectedStart(slots, running, ahead) };
}

interface RunningJob {
  versionId: number;
  elapsedSeconds: number;
}

/** What a running job still needs. One that is over its usual time may end at any moment. */
function remainingOf(job: RunningJob, times: Map<number, number>): number | null {
  const usual = times.get(job.versionId);
  return usual === undefined ? null : Math.max(0, usual - job.elapsedSeconds);
}

function findRunning(): Promise<RunningJob[]> {
  return sql<RunningJob[]>`
    select version_id as "versionId", extract(epoch from now() - coalesce(started_at, now()))::float8 as "elapsedSeconds"
    from jobs where ended_at is null and status = 'running' limit 2000`;
}

/** The versions of the jobs that are taken before this one; null when it does not wait itself. */
async function findAhead(jobId: number): Promise<number[] | null> {
  const [job] = await sql<{ id: number; priority: number }[]>`
    select id, priority from jobs where id = ${jobId} and ended_at is null and status in ('submitted', 'queued')`;
  if (!job) return null;
  const rows = await sql<{ versionId: number }[]>`
    select version_id as "versionId" from jobs
    where ended_at is null and status in ('submitted', 'queued') and (priority, id) < (${job.priority}, ${job.id})
    order by priority, id limit ${AHEAD_MAX}`;
  return rows.map((row) => row.versionId);
}

interface LineJob extends Omit<QueuedJob, keyof Waiting | "script"> {
  versionId: number;
  slug: string;
  scriptName: string;
}

function findLine(): Promise<LineJob[]> {
  return sql<LineJob[]>`
    select job.id, job.name, job.status, job.priority, job.created_at as "createdAt", job.version_id as "versionId",
      script.slug, script.name as "scriptName", owner.username
    from (select * from jobs where ended_at is null and status in ('submitted', 'queued')
      order by priority, id limit ${AHEAD_MAX}) as job
    join script_versions version on version.id = job.version_id
    join scripts script on script.id = version.script_id
    left join users owner on owner.id = job.owner_id
    order by job.priority, job.id`;
}

/** Median seconds of each version's completed runs among its last 50 jobs, for at most 50 versions. */
async function findUsualTimes(versionIds: number[]): Promise<Map<number, number>> {
  const ids = [...new Set(versionIds)].slice(0, 50);
  const rows = await sql<{ versionId: number; seconds: number | null }[]>`
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
