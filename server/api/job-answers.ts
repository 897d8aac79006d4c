import { z } from "zod";
import { toJsonInput } from "@/command-line/json-input";
import { jobStatuses } from "@/db/job-state";
import { endCauses, visibilities } from "@/db/schema/jobs";
import { readFileReference } from "@/server/jobs/command-line";
import { permalinkOf } from "@/server/jobs/permalink";
import type { JobSnapshot } from "@/server/jobs/snapshot";
import type { JobRow } from "@/server/jobs/view";
import { localizeMessages } from "@/server/language/message";
import { versionLabel } from "@/server/scripts/version-string";
import type { WorkerNeeds } from "@/server/workers/needs";
import { apiSchemas, time, toTime } from "./operation";

/** What a job in a list and the answer about one have in common. */
const summaryFields = {
  id: z.int32(),
  uuid: z
    .uuid()
    .meta({ description: "The secret of the permalink: whoever knows it opens a job that is not private." }),
  name: z.string(),
  description: z.string(),
  status: z.enum(jobStatuses).meta({
    description:
      "`submitted` and `queued` wait, `running` runs, and the others have ended. `failed` is the script's failure, `error` the server's; the process of an `interrupted` job has disappeared.",
  }),
  script: z.strictObject({ slug: z.string(), name: z.string() }),
  version: z.string().meta({ description: "The script's version, such as `v1.2`." }),
  owner: z
    .strictObject({ username: z.string(), name: z.string() })
    .nullable()
    .meta({ description: "Null for the job of a visitor who was not signed in." }),
  client: z
    .string()
    .nullable()
    .meta({ description: "The program through which the owner's API key submitted it, by its own account." }),
  tags: z.array(z.string()),
  visibility: z.enum(visibilities),
  createdAt: time,
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable().meta({ description: "The signal that ended the script, such as `SIGKILL`." }),
  endedBy: z
    .enum(endCauses)
    .nullable()
    .meta({ description: "Why it ended: `exit` by itself, `user` stopped, or one of its limits." }),
  message: z.string().nullable().meta({ description: "How it ended, if the exit code alone does not explain it." }),
  metrics: z
    .array(z.strictObject({ name: z.string(), value: z.union([z.number(), z.string()]) }))
    .meta({ description: "What the script has reported about its run." }),
};

/** A job in a list. */
export const jobSummary = z.strictObject(summaryFields).register(apiSchemas, { id: "JobSummary" });

const links = z.strictObject({
  self: z.string(),
  page: z.string().meta({ description: "The permalink for people." }),
  wait: z.string(),
  output: z.string(),
  files: z.string(),
  archive: z.string(),
  cancel: z.string(),
  rerun: z.string(),
});

/** All about a job. */
export const jobAnswer = z
  .strictObject({
    ...summaryFields,
    attempt: z.int32().meta({ description: "The number of the run; a re-run in place is the next attempt." }),
    inputsShared: z.boolean().meta({ description: "Whether people with the link see the input files." }),
    whyWaiting: z
      .strictObject({
        reason: z.enum(["no_worker", "no_matching_worker", "busy", "next", "script_limit", "user_limit"]).meta({
          description:
            "`no_worker`: none is online. `no_matching_worker`: none that is online has the `needs` of the script. `busy`: all workers are. `next`: a worker is about to start it. `script_limit`, `user_limit`: as many jobs of its script or person run as are allowed at a time.",
        }),
        position: z.int().meta({ description: "1 for the first in line; 1001 for any position beyond 1000." }),
        limit: z.int().nullable().meta({ description: "How many may run at a time." }),
        needs: z
          .strictObject({ workerTags: z.array(z.string()), gpus: z.int(), memoryBytes: z.int(), cpus: z.int() })
          .nullable()
          .meta({ description: "What a worker must have, for `no_matching_worker`." }),
      })
      .nullable()
      .meta({ description: "Null for a job that does not wait, and in the answer to its submission." }),
    expectedStart: time.nullable().meta({ description: "Estimated from similar jobs; null if unknown." }),
    progress: z
      .strictObject({ fraction: z.number().min(0).max(1), remainingSeconds: z.int().nullable() })
      .nullable()
      .meta({ description: "What the script reports in its output while it runs." }),
    input: z.record(z.string(), z.unknown()).meta({
      description:
        "What the job was submitted with, by the script's schema. Secrets are omitted, and input files that you may not see. Files are references to the files of this job, so that you can submit it again.",
    }),
    stdin: z
      .strictObject({ $job: z.int32(), path: z.string() })
      .nullable()
      .meta({ description: "What the script got at its standard input; null also if you may not see it." }),
    errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).meta({
      description:
        "The fields of `input` that the script itself did not accept, by its own message. Only if it ended with exit code 2 and named a parameter.",
    }),
    files: z.strictObject({ inputs: z.int(), outputs: z.int(), outputBytes: z.number() }),
    outputBytes: z.number().meta({ description: "How many bytes of output are stored." }),
    links,
  })
  .register(apiSchemas, { id: "Job" });

/** A job in a list. */
export function toJobSummary(row: JobRow): z.input<typeof jobSummary> {
  return { ...summaryOf(row), owner: row.owner };
}

/** All about a job. */
export function toJobAnswer(job: JobSnapshot): z.input<typeof jobAnswer> {
  const { waiting, progress, files, outputBytes, attempt, inputsShared } = job;
  const paths = new Map(job.inputs.map(({ id, path }) => [id, path]));
  return {
    ...summaryOf(job),
    attempt,
    inputsShared,
    whyWaiting: waiting && {
      reason: waiting.reason,
      position: waiting.position,
      limit: waiting.limit ?? null,
      needs: waiting.needs ? toNeeds(waiting.needs) : null,
    },
    expectedStart: expectedStartOf(job),
    progress,
    input: toJsonInput(job.spec, job.values, (reference) => toFile(job, paths, reference)),
    stdin: job.stdin === null ? null : { $job: job.id, path: job.stdin },
    errors: job.refusals.map(({ pointer, detail }) => ({ pointer: `/input${pointer}`, detail })),
    files,
    outputBytes,
    links: linksOf(job),
  };
}

/** A file of the job as an input has it; the text itself if it is none. */
function toFile({ id }: { id: number }, paths: Map<number, string>, reference: string): unknown {
  const path = paths.get(readFileReference(reference) ?? 0);
  return path === undefined ? reference : { $job: id, path };
}

type Summarized = Omit<JobRow, "isOwner" | "isMine" | "version"> & { version: { version: string; iteration: number } };

function summaryOf(job: Summarized): z.input<typeof jobSummary> {
  const { id, uuid, name, description, status, script, owner, visibility, client, tags, exitCode, signal, endedBy } =
    job;
  return {
    id,
    uuid,
    name,
    description,
    status,
    script,
    version: versionLabel(job.version),
    owner,
    client,
    tags,
    visibility,
    createdAt: toTime(job.createdAt),
    startedAt: toTime(job.startedAt),
    endedAt: toTime(job.endedAt),
    exitCode,
    signal,
    endedBy,
    message: localizeMessages(job.endMessages),
    metrics: job.metrics ?? [],
  };
}

function expectedStartOf({ waiting }: JobSnapshot): string | null {
  const seconds = waiting?.startsInSeconds ?? null;
  return seconds === null ? null : toTime(new Date(Date.now() + Math.round(seconds) * 1000));
}

function linksOf(job: { id: number; uuid: string }): z.input<typeof links> {
  const self = `/api/v2/jobs/${job.id}`;
  const below = (name: string) => `${self}/${name}`;
  return {
    self,
    page: permalinkOf(job),
    wait: below("wait"),
    output: below("output"),
    files: below("files"),
    archive: below("archive"),
    cancel: below("cancel"),
    rerun: below("rerun"),
  };
}

function toNeeds({ workerTags = [], gpus = 0, requestedMemoryBytes = 0, requestedCpus = 0 }: WorkerNeeds) {
  return { workerTags, gpus, memoryBytes: requestedMemoryBytes, cpus: requestedCpus };
}
