import { type SQL, sql } from "drizzle-orm";
import type postgres from "postgres";
import { pg } from "@/db/client";
import { jobIsOpen, jobIsRunning, jobIsWaiting } from "@/db/job-conditions";
import { type Job, jobs } from "@/db/schema/jobs";

/** How many of the last ended jobs are read to see who has had a slot lately. */
const ENDED_READ = 100;

/**
 * SQL: who shares the slots. A user is one person. The visitors of a network are one person too, because a new browser
 * is made in a second; among themselves their browsers share. It is the expression of the index jobs_waiting_line.
 */
export const personOf = (job = "jobs") =>
  pg.unsafe(
    `(coalesce('u' || ${job}.owner_id::text, 'n' || ${job}.network_hash, 'b' || ${job}.browser_hash, '') collate "C")`,
  );
/** The jobs of the person who submits, for Drizzle: the same expression. */
export function areOfPerson({ ownerId, networkHash, browserHash }: Submitter): SQL {
  const { ownerId: owner, networkHash: network, browserHash: browser } = jobs;
  const person = sql`(coalesce('u' || ${owner}::text, 'n' || ${network}, 'b' || ${browser}, '') collate "C")`;
  if (ownerId !== null) return sql`${person} = ${`u${ownerId}`}`;
  if (networkHash !== null) return sql`${person} = ${`n${networkHash}`}`;
  return sql`${person} = ${browserHash === null ? "" : `b${browserHash}`}`;
}

const browserOf = (job = "jobs") => pg.unsafe(`(coalesce(${job}.browser_hash, '') collate "C")`);

/** Whose job it is. */
export type Submitter = Pick<Job, "ownerId" | "networkHash" | "browserHash">;

/** The id of the upcoming job in `line`: later than any other. */
export const UPCOMING_ID = 2_147_483_647;

interface Selection {
  /** How many jobs of each browser (each user) are read at most. */
  jobsMax: number;
  /** SQL: which waiting jobs count; all of them unless given. */
  isCandidate?: SqlPart;
  /** Puts a job that this person would submit now into the line as well. */
  upcoming?: Submitter;
}

type SqlPart = postgres.PendingQuery<postgres.Row[]>;

/**
 * SQL: the parts of a `with recursive` statement after which `line` contains the waiting jobs, with their `position` in
 * the order in which workers claim them: the lowest priority number first; then whoever would have the fewest jobs
 * running (those before it count as running); then whoever has had no slot for the longest time; then the oldest. So
 * people take turns, whoever has submitted how many jobs, and everybody's turn comes. It takes one look at an index for
 * each person, and reads `jobsMax` jobs of each, however many wait.
 */
export function waitingLine({ jobsMax, isCandidate = pg`true`, upcoming }: Selection) {
  const [person, browser] = [personOf(), browserOf()];
  return pg`
    person (person, browser) as (
      (select ${person}, ${browser} from jobs where ${jobIsOpen()} order by 1, 2 limit 1)
      union all
      select next.* from person, lateral (
        select ${person}, ${browser} from jobs
        where ${jobIsOpen()} and (${person}, ${browser}) > (person.person, person.browser)
        order by 1, 2 limit 1) as next),
    served as materialized (
      select person, browser, count(*) filter (where is_running) as running, max(started_at) as last_start
      from (
        select ${person} as person, ${browser} as browser, true as is_running, started_at
        from jobs where ${jobIsRunning()}
        union all (
          select ${person}, ${browser}, false, started_at
          from jobs where ended_at is not null order by ended_at desc limit ${ENDED_READ})) as run
      group by person, browser),
    first as materialized (
      select person.person, person.browser, job.*
      from person, lateral (
        select id, priority, version_id, owner_id from jobs
        where ${jobIsWaiting()} and ${person} = person.person and ${browser} = person.browser and ${isCandidate}
        order by priority, id limit ${jobsMax}) as job
      ${upcoming ? pg`union all ${upcomingJob(upcoming)}` : pg``}),
    by_browser as (
      select first.*, coalesce(served.running, 0) as running, served.last_start,
        row_number() over (partition by person, browser order by priority, id) as number
      from first left join served using (person, browser)),
    by_person as (
      select id, priority, version_id, owner_id, person, row_number() over (
        partition by person order by priority, running + number, number, last_start nulls first, id) as number
      from by_browser),
    line as materialized (
      select id, version_id, owner_id, row_number() over (
        order by priority, coalesce(running, 0) + number, number, last_start nulls first, id) as position
      from by_person left join (
        select person, sum(running) as running, max(last_start) as last_start from served group by person
      ) as served_person using (person))`;
}

/** SQL: the upcoming job as a row of `first`. */
function upcomingJob({ ownerId, networkHash, browserHash }: Submitter) {
  return pg`
    select ${personOf("submitter")}, ${browserOf("submitter")}, ${UPCOMING_ID}::int, 0, null::int, submitter.owner_id
    from (select ${ownerId}::int, ${networkHash}::text, ${browserHash}::text) as submitter (owner_id, network_hash, browser_hash)`;
}
