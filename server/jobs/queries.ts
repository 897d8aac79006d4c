import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { db, pg } from "@/db/client";
import { type Job, jobs } from "@/db/schema/jobs";
import { scripts, scriptVersions } from "@/db/schema/scripts";
import { users } from "@/db/schema/users";
import { type Actor, hasScope, scriptIdsOf } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { correctionsOfVersion, withUsedSpec } from "@/server/scripts/used-spec";
import { rowColumns, toJobRow } from "./columns";
import { hiddenName, toCommandLine, toDisplayValues, toFormValues } from "./command-line";
import { filesPerPage, listEntriesOf, listFilesOf, listInputsOf } from "./files";
import { findNotes } from "./notes";
import { type JobParameter, listParameters } from "./parameters";
import { type JobKey, readJobKey } from "./permalink";
import { canManage, jobsLinkedTo, jobsManagedBy, jobsVisibleTo, ownsJob, seesInputs } from "./policy";
import { findStdin } from "./standard-input";
import type { FileEntry, JobView } from "./view";

/**
 * The job that `[job]` of a page's path refers to: by its permalink for anyone who has it, or by its number for those
 * who find it without a link. Null if it does not exist, is hidden, or its link is off.
 */
export async function findJobByPath(actor: Actor, text: string): Promise<JobView | null> {
  const key = readJobKey(text);
  return key && findJob(actor, key);
}

const handleColumns = {
  id: jobs.id,
  uuid: jobs.uuid,
  name: jobs.name,
  status: jobs.status,
  attempt: jobs.attempt,
  startedAt: jobs.startedAt,
  endedAt: jobs.endedAt,
  exitCode: jobs.exitCode,
  signal: jobs.signal,
  endedBy: jobs.endedBy,
  endMessages: jobs.endMessages,
  outputBytes: jobs.outputBytes,
  outputDroppedBytes: jobs.outputDroppedBytes,
  stopRequestedAt: jobs.stopRequestedAt,
};

/** What streams, downloads and file pages need to know about a job. */
export type JobHandle = Pick<typeof jobs.$inferSelect, keyof typeof handleColumns> & {
  mayManage: boolean;
  showsInputs: boolean;
};

/** A short form of the job that `[job]` of a path refers to. @throws not_found for an unknown and a hidden one */
export async function getJobHandle(actor: Actor, text: string): Promise<JobHandle> {
  const handle = await findJobHandle(actor, text);
  if (!handle) throw new AppError("not_found", t("Job not found."));
  return handle;
}

/** The same; null for an unknown and a hidden job. */
export async function findJobHandle(actor: Actor, text: string): Promise<JobHandle | null> {
  const key = readJobKey(text);
  const access = { ownerId: jobs.ownerId, browserHash: jobs.browserHash, inputsShared: jobs.inputsShared };
  const [row] = key
    ? await db
        .select({ ...handleColumns, ...access })
        .from(jobs)
        .where(scopeOf(actor, key))
    : [];
  if (!row) return null;
  const { ownerId, browserHash, inputsShared, ...handle } = row;
  const owner = { ownerId, browserHash };
  return {
    ...handle,
    mayManage: canManage(actor, owner),
    showsInputs: seesInputs(actor, owner) || inputsShared,
  };
}

/**
 * The number of a job the actor may act on. @throws not_found
 */
export async function getManagedJobId(actor: Actor, key: JobKey): Promise<number> {
  const isKey = "uuid" in key ? eq(jobs.uuid, key.uuid) : eq(jobs.id, key.id);
  const [row] = await db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(isKey, jobsManagedBy(actor)));
  if (!row) throw new AppError("not_found", t("Job not found."));
  return row.id;
}

/** All files of a job that the actor may see, inputs first. @throws not_found for the job */
export async function listAllFiles(actor: Actor, text: string): Promise<FileEntry[]> {
  const job = await getJobHandle(actor, text);
  return listEntriesOf(job.id, job);
}

/** The condition under which a key opens a job: with the uuid as a link, with the number by ownership. */
export function scopeOf(actor: Actor, key: JobKey): SQL | undefined {
  return "uuid" in key
    ? and(eq(jobs.uuid, key.uuid), jobsLinkedTo(actor))
    : and(eq(jobs.id, key.id), jobsVisibleTo(actor));
}

const viewColumns = {
  ...rowColumns,
  attempt: jobs.attempt,
  isolationLevel: jobs.isolationLevel,
  outputBytes: jobs.outputBytes,
  outputDroppedBytes: jobs.outputDroppedBytes,
  inputsShared: jobs.inputsShared,
  stopRequestedAt: jobs.stopRequestedAt,
  killRequested: jobs.killRequested,
  values: jobs.values,
  argv: jobs.argv,
  spec: scriptVersions.spec,
  corrections: correctionsOfVersion,
  filename: scriptVersions.filename,
};

async function findJob(actor: Actor, key: JobKey): Promise<JobView | null> {
  const [found] = await db
    .select(viewColumns)
    .from(jobs)
    .innerJoin(scriptVersions, eq(scriptVersions.id, jobs.versionId))
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .leftJoin(users, eq(users.id, jobs.ownerId))
    .where(scopeOf(actor, key));
  if (!found) return null;
  const row = withUsedSpec(found);
  const shown = toJobRow(actor, row);
  const [inputs, outputs, notes, usualSeconds] = await Promise.all([
    listInputsOf(row.id),
    listFilesOf(row.id, { showsInputs: false, limit: filesPerPage + 1 }),
    findNotes(row.id),
    findUsualSeconds(row.versionId),
  ]);
  const { attempt, isolationLevel, outputBytes, outputDroppedBytes, inputsShared, stopRequestedAt, killRequested } =
    row;
  const showsInputs = seesInputs(actor, row) || inputsShared;
  const shownInputs = showsInputs ? inputs : null;
  const displayValues = toDisplayValues(row.spec, row.values, shownInputs);
  const stdinFile = findStdin(inputs);
  const stdin = stdinFile && !showsInputs ? hiddenName() : (stdinFile?.path ?? null);
  return {
    ...shown,
    attempt,
    isolationLevel,
    outputBytes,
    outputDroppedBytes,
    inputsShared,
    stopRequestedAt,
    killRequested,
    values: toFormValues(row.spec, row.values, { showsInputs }),
    displayValues,
    parameters: [...listParameters(row.spec.command, row.values, displayValues), ...toStdinParameter(stdin)],
    command: toCommandLine({ ...row, stdin }, shownInputs),
    files: [...(shownInputs ?? []), ...outputs.slice(0, filesPerPage)],
    hasMoreFiles: outputs.length > filesPerPage,
    notes,
    usualSeconds,
  };
}

/** The standard input of a job in the list of its parameters. */
function toStdinParameter(name: string | null): JobParameter[] {
  return name === null ? [] : [{ label: t("Standard input"), name: "<", value: name, isChanged: true }];
}

/** Median seconds of the version's completed runs among its last fifty jobs; null if there are none. */
export async function findUsualSeconds(versionId: number): Promise<number | null> {
  const recent = db
    .select({ status: jobs.status, startedAt: jobs.startedAt, endedAt: jobs.endedAt })
    .from(jobs)
    .where(and(eq(jobs.versionId, versionId), isNull(jobs.deletedAt)))
    .orderBy(desc(jobs.versionId), desc(jobs.id))
    .limit(50)
    .as("recent");
  const [row] = await db
    .select({
      median: sql<
        number | null
      >`percentile_cont(0.5) within group (order by extract(epoch from ${recent.endedAt} - ${recent.startedAt}))`,
    })
    .from(recent)
    .where(eq(recent.status, "completed"));
  return row?.median ?? null;
}

/** What API v1 needs to know about a job. */
export type OwnJob = Pick<
  Job,
  "id" | "uuid" | "name" | "description" | "status" | "attempt" | "outputBytes" | "deletedAt" | "linkGeneration"
>;

/**
 * A job for API v1, which distinguishes hidden from absent jobs as Wooey does. It is plain SQL because clients poll
 * with it and postgres.js prepares the statement. `scope` is what the caller is about to do.
 * @throws not_found for an unknown job; forbidden for another user's job, also to staff, and for what a key does not
 * allow
 */
export async function getOwnJob(actor: Actor, id: number | null, scope: "read" | "run"): Promise<OwnJob> {
  const scriptIds = scriptIdsOf(actor);
  const [row] =
    id === null
      ? []
      : await pg<(OwnJob & Pick<Job, "ownerId" | "browserHash"> & { isWithin: boolean })[]>`
          select id, uuid, name, description, status, attempt, output_bytes::float8 as "outputBytes",
            deleted_at as "deletedAt", link_generation as "linkGeneration", owner_id as "ownerId", browser_hash as "browserHash",
            ${scriptIds === null ? pg`true` : pg`(select script_id = any(${scriptIds}) from script_versions v where v.id = version_id)`}
              as "isWithin"
          from jobs where id = ${id}`;
  if (!row) throw new AppError("not_found", t("Job not found."));
  if (!ownsJob(actor, row) || !row.isWithin || !hasScope(actor, scope)) {
    throw new AppError("forbidden", t("You are not permitted to access this job."));
  }
  return row;
}
