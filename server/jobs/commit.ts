import { type SQL, sql } from "drizzle-orm";
import { db, type Queryable, runPrepared } from "@/db/client";
import { areWaiting } from "@/db/job-conditions";
import { jobs } from "@/db/schema/jobs";
import { env } from "@/server/env";
import { type AppError, limitReached } from "@/server/errors";
import { keepContents } from "@/server/files/content";
import { t } from "@/server/language/text";
import { announceJob } from "./announce";
import type { JobInput } from "./inputs";
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
 * Commits a job with its inputs, under ids of `nextFileIds`, and its tags. Returns null if the owner already has a job
 * with this idempotency key. @throws limit (too many jobs wait), conflict (an upload was removed meanwhile)
 */
export async function commitJob(
  job: NewJob,
  inputs: [number, JobInput][],
  tags: string[] = [],
): Promise<{ id: number; uuid: string } | null> {
  const contents = inputs.flatMap(([, input]) => input.content ?? []);
  const statement = insertOf(job, { inputs, tags });
  // One statement is a transaction by itself: it needs one round trip to the database instead of five.
  const made =
    contents.length === 0
      ? toMade(await runPrepared<InsertedJob>(statement))
      : await db.transaction(async (tx) => {
          await keepContents(tx, contents);
          return toMade(await tx.execute<InsertedJob>(statement));
        });
  if (made) announceJob(made.id);
  return made;
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

type InsertedJob = { id: number | null; uuid: string; is_full: boolean };

/** @throws limit */
function toMade([row]: InsertedJob[]): { id: number; uuid: string } | null {
  if (row?.is_full) throw tooManyWait();
  return row && row.id !== null ? { id: row.id, uuid: row.uuid } : null;
}

interface JobParts {
  inputs: [number, JobInput][];
  tags: string[];
}

function insertOf(job: NewJob, { inputs, tags }: JobParts): SQL {
  return sql`
    with waiting as (${lastWaiting(job)}),
    job as (${rowOf(job)})
    ${inputs.length > 0 ? sql`, input as (${inputsOf(inputs)})` : sql``}
    ${tags.length > 0 ? sql`, tag as (${tagsOf(job, tags)})` : sql``}
    select job.id, job.uuid, exists (select from waiting) as is_full
    from (values (1)) as one left join job on true`;
}

function rowOf(job: NewJob): SQL {
  return sql`
    insert into jobs
      (owner_id, browser_hash, network_hash, version_id, name, description, visibility, "values", argv, idempotency_key,
        client, request_hash)
    select ${job.ownerId}::int, ${job.browserHash}, ${job.networkHash}, ${job.versionId}::int, ${job.name}, ${job.description},
      ${job.visibility}, ${JSON.stringify(job.values)}::text::jsonb, ${JSON.stringify(job.argv)}::text::jsonb, ${job.idempotencyKey},
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
    from job, jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as i
      (id int, path text, sha256 text, size_bytes bigint, kind text, media_type text, parameter text)`;
}
