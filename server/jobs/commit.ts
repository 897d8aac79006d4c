import { type SQL, sql } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { areWaiting } from "@/db/job-conditions";
import { jobs } from "@/db/schema/jobs";
import { insertJobSubmitted, sendJobSubmitted } from "@/inngest/client";
import { env } from "@/server/env";
import { type AppError, limitReached } from "@/server/errors";
import { keepContents } from "@/server/files/content";
import { t } from "@/server/language/text";
import type { JobInput } from "./inputs";
import { liveChannel } from "./live-channel";
import { jobsChannel } from "./queue";
import { areOfPerson, type Submitter } from "./waiting-line";

/** A job's row as the submission creates it. */
export type NewJob = Required<
  Pick<
    typeof jobs.$inferInsert,
    | "ownerId"
    | "browserHash"
    | "networkHash"
    | "versionId"
    | "name"
    | "description"
    | "visibility"
    | "values"
    | "argv"
    | "idempotencyKey"
    | "client"
    | "requestHash"
  >
>;

/**
 * Commits a job with its inputs, under ids of `nextFileIds`, and its tags, and sends its event. Returns null if the owner already has
 * a job with this idempotency key. @throws limit (too many jobs wait), conflict (an upload was removed meanwhile)
 */
export async function commitJob(
  job: NewJob,
  inputs: [number, JobInput][],
  tags: string[] = [],
): Promise<{ id: number; uuid: string } | null> {
  const contents = inputs.flatMap(([, input]) => input.content ?? []);
  const event = insertJobSubmitted("job");
  const insert = (on: Queryable) => insertJob(on, job, { inputs, tags, event });
  // One statement is a transaction by itself: it needs one round trip to the database instead of five.
  const made =
    contents.length === 0
      ? await insert(db)
      : await db.transaction(async (tx) => {
          await keepContents(tx, contents);
          return insert(tx);
        });
  if (made && !event) await announce(made.id, 1);
  return made;
}

/** Sends a committed job's event. A failure is only logged, because the sweep sends the event again. */
export async function announce(jobId: number, attempt: number): Promise<void> {
  try {
    await sendJobSubmitted(jobId, attempt);
  } catch (error) {
    console.error(`Job ${jobId}: its event could not be sent; it will be sent again.`, error);
  }
}

/**
 * Refuses a person with WOOEY_LIMIT_WAITING_JOBS waiting jobs; the visitors of a network count as one person.
 * @throws limit
 */
export async function checkWaitingJobs(tx: Queryable, submitter: Submitter): Promise<void> {
  if ((await tx.execute(lastWaiting(submitter))).length > 0) throw tooManyWait();
}

/** The waiting job that reaches the limit; no row while there is room. */
function lastWaiting(submitter: Submitter): SQL {
  return sql`
    select ${jobs.id} from ${jobs} where ${areOfPerson(submitter)} and ${areWaiting()}
    offset ${env().WOOEY_LIMIT_WAITING_JOBS - 1} limit 1`;
}

function tooManyWait(): AppError {
  const message = t(
    "{count, plural, one {You already have # waiting job. Wait until it ends, or stop it.} other {You already have # waiting jobs. Wait until some of them end, or stop some.}}",
    {
      count: env().WOOEY_LIMIT_WAITING_JOBS,
    },
  );
  return limitReached(message, 10);
}

async function insertJob(
  on: Queryable,
  job: NewJob,
  { inputs, tags, event }: { inputs: [number, JobInput][]; tags: string[]; event: string | null },
): Promise<{ id: number; uuid: string } | null> {
  const [made] = await on.execute<{ id: number | null; uuid: string; is_full: boolean }>(sql`
    with waiting as (${lastWaiting(job)}),
    job as (${rowOf(job)})
    ${inputs.length > 0 ? sql`, input as (${inputsOf(inputs)})` : sql``}
    ${tags.length > 0 ? sql`, tag as (${tagsOf(job, tags)})` : sql``}
    ${event ? sql`, event as (${sql.raw(event)})` : sql``}
    select job.id, job.uuid, exists (select from waiting) as is_full,
      case when job.id is not null then pg_notify(${jobsChannel}, job.id::text) end,
      case when job.id is not null then pg_notify(${liveChannel}, job.id || ':status') end
    from (values (1)) as one left join job on true`);
  if (made?.is_full) throw tooManyWait();
  return made && made.id !== null ? { id: made.id, uuid: made.uuid } : null;
}

function rowOf(job: NewJob): SQL {
  return sql`
    insert into jobs
      (owner_id, browser_hash, network_hash, version_id, name, description, visibility, "values", argv, idempotency_key,
        client, request_hash)
    select ${job.ownerId}::int, ${job.browserHash}, ${job.networkHash}, ${job.versionId}::int, ${job.name}, ${job.description},
      ${job.visibility}, ${JSON.stringify(job.values)}::jsonb, ${JSON.stringify(job.argv)}::jsonb, ${job.idempotencyKey},
      ${job.client}, ${job.requestHash}
    where not exists (select from waiting)
    on conflict do nothing
    returning id, uuid, attempt`;
}

function tagsOf({ ownerId }: NewJob, tags: string[]): SQL {
  return sql`
    insert into job_tags (job_id, tag, owner_id)
    select job.id, tag, ${ownerId}::int from job, unnest(${sql.param(tags)}::text[]) as tag`;
}

function inputsOf(inputs: [number, JobInput][]): SQL {
  const rows = inputs.map(([id, { parameter, filename, sha256, sizeBytes, kind, mediaType }]) => ({
    id,
    path: filename,
    sha256,
    size_bytes: sizeBytes,
    kind,
    media_type: mediaType,
    parameter,
  }));
  return sql`
    insert into job_files (id, job_id, direction, path, sha256, size_bytes, kind, media_type, parameter)
    overriding system value
    select i.id, job.id, 'input', i.path, i.sha256, i.size_bytes, i.kind, i.media_type, i.parameter
    from job, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i
      (id int, path text, sha256 text, size_bytes bigint, kind text, media_type text, parameter text)`;
}
