import { type ParserRefusal, readParserRefusals } from "@/command-line/refusals";
import type { ScriptSpec } from "@/command-line/spec";
import type { CommandValues } from "@/command-line/values";
import { pg } from "@/db/client";
import { isWaiting } from "@/db/job-state";
import type { Job } from "@/db/schema/jobs";
import { type Actor, userOf } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { readOutput } from "@/server/output/read";
import { cachedSpecOf, specState } from "@/server/scripts/spec-cache";
import { type Waiting, whyWaiting } from "@/server/workers/queue";
import { findProgress, remainingSeconds } from "@/terminal/progress";
import { toFormValues } from "./command-line";
import { type JobKey, readJobKey } from "./permalink";
import { canManage, canOpen, ownsJob, seesInputs } from "./policy";
import { findStdin } from "./standard-input";
import type { PersonView } from "./view";

/** A job as programs see it: what its page shows, as plain data. */
export interface JobSnapshot extends JobColumns {
  owner: PersonView | null;
  isMine: boolean;
  mayManage: boolean;
  /** In alphabetical order. */
  tags: string[];
  script: { slug: string; name: string };
  version: { id: number; version: string; iteration: number };
  /** How the version's command line is described now. */
  spec: ScriptSpec;
  /** The submitted values without secrets; without input files for a reader who may not see them. */
  values: CommandValues;
  /** The input files by the ids to which the values refer; empty for a reader who may not see them. */
  inputs: { id: number; path: string }[];
  /** The path of the input file that the script got at its standard input; null for none, and for one that is hidden. */
  stdin: string | null;
  files: { inputs: number; outputs: number; outputBytes: number };
  /** Why it waits; null if it does not. */
  waiting: Waiting | null;
  /** What the script reports about its progress while it runs; null for nothing. */
  progress: { fraction: number; remainingSeconds: number | null } | null;
  /** What the script's own parser did not accept, if it ended for this reason. */
  refusals: ParserRefusal[];
}

type JobColumns = Pick<
  Job,
  | "id"
  | "uuid"
  | "name"
  | "description"
  | "status"
  | "attempt"
  | "visibility"
  | "inputsShared"
  | "createdAt"
  | "startedAt"
  | "endedAt"
  | "exitCode"
  | "signal"
  | "endedBy"
  | "endMessages"
  | "metrics"
  | "client"
  | "stopRequestedAt"
  | "outputBytes"
>;

/**
 * The job that `text` names, by its number or its permalink's uuid. For a job that has ended it takes one query, which is
 * plain SQL because programs poll with it. Of one that is new, it does not find out why it waits, which takes several.
 * @throws not_found for an unknown and for a hidden job
 */
export async function getJobSnapshot(
  actor: Actor,
  text: string,
  { isNew = false }: { isNew?: boolean } = {},
): Promise<JobSnapshot> {
  const key = readJobKey(text);
  const row = key && (await findRow(key));
  if (!row || !canOpen(actor, row, { byLink: "uuid" in key })) throw new AppError("not_found", t("Job not found."));
  const { ownerId: _, browserHash: __, deletedAt: ___, scriptId: ____, state, values, inputs, owner, ...job } = row;
  const showsInputs = seesInputs(actor, row) || row.inputsShared;
  const spec = await cachedSpecOf(row.version.id, state);
  const [waiting, progress, refusals] = await Promise.all([
    isWaiting(job.status) && !isNew ? whyWaiting(job.id) : null,
    job.status === "running" ? readProgress(job) : null,
    isRefusal(job) ? readRefusals(job, { spec, values }) : [],
  ]);
  return {
    ...job,
    owner: userOf(actor) || actor.kind === "system" ? owner : null,
    isMine: ownsJob(actor, row),
    mayManage: canManage(actor, row),
    spec,
    values: toFormValues(spec, values, { showsInputs }),
    inputs: showsInputs ? inputs : [],
    stdin: showsInputs ? (findStdin(inputs)?.path ?? null) : null,
    files: { ...job.files, inputs: showsInputs ? inputs.length : 0 },
    waiting,
    progress,
    refusals,
  };
}

interface FoundRow extends JobColumns {
  ownerId: number | null;
  browserHash: string | null;
  deletedAt: Date | null;
  scriptId: number;
  state: string;
  values: CommandValues;
  owner: PersonView | null;
  tags: string[];
  script: JobSnapshot["script"];
  version: JobSnapshot["version"];
  inputs: { id: number; path: string; parameter: string | null }[];
  files: { outputs: number; outputBytes: number };
}

async function findRow(key: JobKey): Promise<FoundRow | null> {
  const isKey = "uuid" in key ? pg`job.uuid = ${key.uuid}` : pg`job.id = ${key.id}`;
  const [row] = await pg<FoundRow[]>`
    select job.id, job.uuid, job.name, job.description, job.status, job.attempt, job.visibility,
      job.inputs_shared as "inputsShared", job.created_at as "createdAt", job.started_at as "startedAt",
      job.ended_at as "endedAt", job.exit_code as "exitCode", job.signal, job.ended_by as "endedBy",
      job.end_messages as "endMessages", job.metrics, job.client, job.stop_requested_at as "stopRequestedAt",
      job.output_bytes::float8 as "outputBytes", job.owner_id as "ownerId", job.browser_hash as "browserHash",
      job.deleted_at as "deletedAt", script.id as "scriptId", ${specState()} as state, job."values",
      case when owner.id is not null then jsonb_build_object(
        'username', owner.username, 'name', coalesce(nullif(owner.full_name, ''), owner.username)) end as owner,
      array(select tag from job_tags where job_id = job.id order by tag) as tags,
      jsonb_build_object('slug', script.slug, 'name', script.name) as script,
      jsonb_build_object('id', version.id, 'version', version.version, 'iteration', version.iteration) as version,
      file.inputs, jsonb_build_object('outputs', file.outputs, 'outputBytes', file.bytes) as files
    from jobs job
    join script_versions version on version.id = job.version_id
    join scripts script on script.id = version.script_id
    left join users owner on owner.id = job.owner_id
    cross join lateral (
      select count(*) filter (where direction = 'output') as outputs,
        coalesce(sum(size_bytes) filter (where direction = 'output'), 0) as bytes,
        coalesce(jsonb_agg(jsonb_build_object('id', id, 'path', path, 'parameter', parameter) order by id) filter (where direction = 'input'), '[]')
          as inputs
      from job_files where job_id = job.id) as file
    where ${isKey}`;
  return row ?? null;
}

/** How much of the end of an output is read to find the progress in it. */
const PROGRESS_BYTES = 4 * 1024;

async function readProgress({ id, attempt }: JobColumns): Promise<JobSnapshot["progress"]> {
  const [row] = await pg<{ end: Buffer }[]>`
    select substring(content from greatest(1, length(content) - ${PROGRESS_BYTES})) as "end" from job_output
    where job_id = ${id} and attempt = ${attempt} order by position desc limit 1`;
  const found = row && findProgress(row.end.toString("utf8"));
  return found
    ? {
        fraction: found.fraction,
        remainingSeconds: found.remaining === null ? null : remainingSeconds(found.remaining),
      }
    : null;
}

/** Whether the script ended as argparse, optparse and click end one whose arguments they do not accept. */
function isRefusal({ status, exitCode }: JobColumns): boolean {
  return status === "failed" && exitCode === 2;
}

/** A parser's message is the last thing that its script writes. */
const REFUSAL_BYTES = 64 * 1024;

async function readRefusals(
  { id, attempt, outputBytes }: JobColumns,
  { spec, values }: { spec: ScriptSpec; values: CommandValues },
): Promise<ParserRefusal[]> {
  const parts: Buffer[] = [];
  let position = Math.max(0, outputBytes - REFUSAL_BYTES);
  for (;;) {
    const chunks = await readOutput({ id, attempt }, position, "stderr");
    const last = chunks.at(-1);
    if (!last) break;
    parts.push(...chunks.map(({ content }) => content));
    position = last.position + last.content.length;
  }
  return readParserRefusals(spec, values, Buffer.concat(parts).toString("utf8"));
}
