import { z } from "zod";
import { hasEnded, type JobStatus, jobStatuses, openStatuses } from "@/db/job-state";
import { visibilities } from "@/db/schema/jobs";
import { type Actor, hasScope, isStaffReader, userOf } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { changeJob } from "@/server/jobs/change";
import { deleteJob } from "@/server/jobs/delete";
import { type JobFilter, listJobs } from "@/server/jobs/list";
import { readJobKey } from "@/server/jobs/permalink";
import { getManagedJobId } from "@/server/jobs/queries";
import { hashRequest } from "@/server/jobs/request-hash";
import { rerunJob } from "@/server/jobs/rerun";
import { resubmitJob } from "@/server/jobs/resubmit";
import { getJobSnapshot } from "@/server/jobs/snapshot";
import { stopJob } from "@/server/jobs/stop";
import { DESCRIPTION_MAX, NAME_MAX } from "@/server/jobs/submit";
import { WAIT_SECONDS_MAX, waitForEnd } from "@/server/jobs/wait";
import { t } from "@/server/language/text";
import { fromCursor, idCursor, toCursor } from "./cursor";
import { jobAnswer, jobSummary, toJobAnswer, toJobSummary } from "./job-answers";
import { operation, pageOf, pageQuery, queryList } from "./operation";

const path = "/api/v2/jobs/{id}";
const params = {
  id: { description: "The number of a job, or the uuid of its permalink.", schema: { type: ["integer", "string"] } },
};
const ofJob = { tag: "Jobs", who: "the owner", params } as const;
const unread = { description: "Done, for a key that may not read jobs." };

const listQuery = z.strictObject({
  scope: z.enum(["mine", "public", "all"]).optional().meta({
    description:
      "`mine`: your own jobs. `public`: public results. `all`: everyone's jobs, for staff. Without it: your own jobs; with `owner`, those of that user that you may see.",
  }),
  status: queryList(z.enum([...jobStatuses, "open", "ended"])).meta({
    description: "Any of these states. `open` stands for the states of jobs that wait or run, `ended` for the others.",
  }),
  script: z.string().max(200).optional().meta({ description: "The slug of a script." }),
  owner: z.string().max(200).optional().meta({ description: "A username." }),
  tag: z.string().max(100).optional(),
  q: z.string().max(200).optional().meta({
    description:
      "A text in the name or description, or a job's number. With it, or with a tag and another filter, a page searches 5,000 jobs, so it may have few items and still have a `next`.",
  }),
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: "Only jobs submitted since then (RFC 3339)." }),
  until: z.iso.datetime({ offset: true }).optional().meta({ description: "Only jobs submitted before then." }),
  ...pageQuery,
});

export const listJobsOperation = operation({
  method: "get",
  path: "/api/v2/jobs",
  id: "listJobs",
  tag: "Jobs",
  summary: "List jobs, newest first",
  who: "any signed-in user",
  scope: "read",
  query: listQuery,
  answers: { 200: { description: "A page of jobs.", schema: pageOf(jobSummary) } },
});

export const getJob = operation({
  ...ofJob,
  who: "any signed-in user",
  method: "get",
  path,
  id: "getJob",
  summary: "See a job",
  description: "Use `wait` rather than polling.",
  scope: "read",
  answers: { 200: { description: "The job.", schema: jobAnswer } },
  hasEtag: true,
  refusals: ["notFound"],
});

export const waitForJob = operation({
  ...ofJob,
  who: "any signed-in user",
  method: "get",
  path: `${path}/wait`,
  id: "waitForJob",
  summary: "Wait until a job has ended",
  description: "Answers the moment the job ends, or with the job as it is when the time is over. Call it again then.",
  scope: "read",
  query: z.strictObject({
    timeout: z.coerce.number().int().min(0).max(WAIT_SECONDS_MAX).default(45).meta({ description: "In seconds." }),
  }),
  answers: { 200: { description: "The job.", schema: jobAnswer } },
  refusals: ["notFound"],
});

const changes = z.strictObject({
  name: z.string().max(NAME_MAX).optional(),
  description: z.string().max(DESCRIPTION_MAX).optional(),
  visibility: z.enum(visibilities).optional(),
  inputsShared: z.boolean().optional(),
  tags: z.array(z.string().max(100)).max(100).optional().meta({ description: "Replaces all tags." }),
});

export const patchJob = operation({
  ...ofJob,
  method: "patch",
  path,
  id: "changeJob",
  summary: "Rename, describe, tag or share a job",
  description: "Fields that are not sent stay unchanged.",
  scope: "run",
  body: { schema: changes },
  pointers: { job_name: "/name", job_description: "/description" },
  answers: { 200: { description: "The changed job.", schema: jobAnswer }, 204: unread },
  refusals: ["notFound", "tooLarge"],
});

export const deleteJobOperation = operation({
  ...ofJob,
  method: "delete",
  path,
  id: "removeJob",
  summary: "Delete a job",
  description: "With its output and files. A waiting or running job is stopped.",
  scope: "run",
  answers: { 204: { description: "It is deleted." } },
  refusals: ["notFound"],
});

export const cancelJob = operation({
  ...ofJob,
  method: "post",
  path: `${path}/cancel`,
  id: "cancelJob",
  summary: "Stop a job",
  description:
    "A waiting job ends at once, a running one when its script has ended. One that has ended stays as it is.",
  scope: "run",
  query: z.strictObject({
    kill: z
      .stringbool()
      .default(false)
      .meta({ description: "Without the grace period in which the script can clean up." }),
  }),
  answers: { 200: { description: "The job.", schema: jobAnswer }, 204: unread },
  refusals: ["notFound"],
});

const rerunBody = z.strictObject({
  asNextAttempt: z.boolean().default(false).meta({
    description:
      "Instead of a new job, run this one again as its next attempt, without the output and files of the previous one.",
  }),
});

export const rerunJobOperation = operation({
  ...ofJob,
  method: "post",
  path: `${path}/rerun`,
  id: "runJobAgain",
  summary: "Run a job again",
  description:
    "With the same version, input and files, as a new job of yours. It fails with 409 if the form has changed so that a secret has to be given again.",
  scope: "run",
  headers: { "Idempotency-Key": "Requests with the same key create one job. Not for `asNextAttempt`." },
  body: { schema: rerunBody, isOptional: true },
  answers: {
    201: { description: "The new job.", schema: jobAnswer, headers: { Location: "Its address." } },
    200: { description: "The same job, for `asNextAttempt`.", schema: jobAnswer },
    204: unread,
  },
  refusals: ["conflict", "notFound", "tooLarge"],
});

/** A page of jobs. @throws forbidden, invalid on `after` */
export async function listJobSummaries(actor: Actor, query: z.output<typeof listQuery>) {
  const { status, script, owner, tag, q, since, until, limit, after } = query;
  const [before] = fromCursor(idCursor, after) ?? [];
  const states = status?.flatMap((one) => (one === "open" || one === "ended" ? groups[one] : [one])) ?? [];
  const page = await listJobs(actor, {
    scope: scopeOf(actor, query),
    status: [...new Set(states)],
    limit,
    ...(script === undefined ? {} : { scriptSlug: script }),
    ...(owner === undefined ? {} : { username: owner }),
    ...(tag === undefined ? {} : { tag }),
    ...(q === undefined ? {} : { text: q }),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
    ...(before === undefined ? {} : { before }),
  });
  return { items: page.rows.map(toJobSummary), next: page.next === null ? null : toCursor([page.next]) };
}

/** A job. @throws not_found */
export async function describeJob(actor: Actor, id: string): Promise<z.input<typeof jobAnswer>> {
  return toJobAnswer(await getJobSnapshot(actor, id));
}

/** A job as it is when it has ended, or when the time is over. @throws not_found */
export async function awaitJob(
  actor: Actor,
  id: string,
  { seconds, signal }: { seconds: number; signal: AbortSignal },
) {
  await waitForEnd(actor, id, { timeoutMs: seconds * 1000, signal });
  return describeJob(actor, id);
}

/** What the caller of a change may see of the job: null for a key that does not read. */
async function describeIfReader(actor: Actor, id: string) {
  return hasScope(actor, "read") ? describeJob(actor, id) : null;
}

/** Changes a job. @throws not_found, invalid */
export async function changeAndDescribe(actor: Actor, id: string, changed: z.output<typeof changes>) {
  await changeJob(actor, await managedId(actor, id), changed);
  return describeIfReader(actor, id);
}

/** Stops a job. @throws not_found */
export async function cancelAndDescribe(actor: Actor, id: string, { kill }: { kill: boolean }) {
  await stopJob(actor, await managedId(actor, id), { kill });
  return describeIfReader(actor, id);
}

/** Deletes a job. @throws not_found */
export async function removeJob(actor: Actor, id: string): Promise<void> {
  await deleteJob(actor, await managedId(actor, id));
}

/** Runs a job again in its place. @throws not_found, forbidden, conflict, limit */
export async function rerunAndDescribe(actor: Actor, id: string) {
  await rerunJob(actor, await managedId(actor, id));
  return describeIfReader(actor, id);
}

/** Runs a job again as a new one. @throws not_found, forbidden, invalid, conflict, limit */
export async function resubmitAndDescribe(actor: Actor, id: string, idempotencyKey: string | undefined) {
  const number = await managedId(actor, id);
  const key = idempotencyKey === undefined ? {} : { idempotencyKey, requestHash: hashRequest({ rerun: number }, []) };
  return describeOwn(actor, await resubmitJob(actor, number, key));
}

/** A job that the actor has just submitted; a key that does not read sees it once. @throws not_found */
export async function describeOwn(actor: Actor, { id }: { id: number }): Promise<z.input<typeof jobAnswer>> {
  return toJobAnswer(await getJobSnapshot(asReader(actor), String(id), { isNew: true }));
}

function asReader(actor: Actor): Actor {
  if (actor.kind !== "apiKey" || hasScope(actor, "read")) return actor;
  return { ...actor, access: { ...actor.access, scopes: [...actor.access.scopes, "read"] } };
}

const groups = {
  open: openStatuses,
  ended: jobStatuses.filter(hasEnded),
} satisfies Record<string, readonly JobStatus[]>;

function scopeOf(actor: Actor, { scope, owner }: z.output<typeof listQuery>): JobFilter["scope"] {
  if (scope === "all" && !isStaffReader(actor))
    throw new AppError("forbidden", t("Only staff see the jobs of everyone."));
  if (scope !== undefined || owner === undefined) return scope ?? "mine";
  if (isStaffReader(actor)) return "all";
  return owner.toLowerCase() === userOf(actor)?.username ? "mine" : "public";
}

async function managedId(actor: Actor, text: string): Promise<number> {
  const key = readJobKey(text);
  if (!key) throw new AppError("not_found", t("Job not found."));
  return getManagedJobId(actor, key);
}
