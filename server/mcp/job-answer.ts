import { z } from "zod";
import { hasEnded, isWaiting, type JobStatus } from "@/db/job-state";
import { listFilesOf } from "@/server/jobs/files";
import { permalinkOf } from "@/server/jobs/permalink";
import { getJobSnapshot, type JobSnapshot } from "@/server/jobs/snapshot";
import { localizeMessages } from "@/server/language/message";
import type { Waiting } from "@/server/workers/queue";
import type { Caller } from "./caller";
import { fileSchema, toFile } from "./job-files";
import { readTail } from "./output-text";
import type { ToolAnswer } from "./tool";

/** How much of the output comes with a job's state. */
const TAIL = { lines: 40, length: 4_000 };
const FILES_MAX = 20;

const states = ["waiting", "running", "completed", "failed", "error", "stopped", "interrupted"] as const;

/** A job's state as `script_run` and `job_wait` return it. */
export const jobSchema = z.object({
  job: z.int(),
  name: z.string(),
  url: z.string().describe("The page for people."),
  state: z.enum(states),
  ended: z.boolean(),
  exitCode: z.int().nullable(),
  reason: z.string().optional(),
  seconds: z.number().optional(),
  output: z.string().describe("The last lines."),
  outputLines: z.int(),
  files: z.array(fileSchema),
  next: z.string().describe("How to go on."),
});

/** The state of a job, the end of its output, and its first output files. @throws not_found */
export async function answerJob(caller: Caller, text: string): Promise<ToolAnswer<z.output<typeof jobSchema>>> {
  const job = await getJobSnapshot(caller.actor, text);
  const [tail, files] = await Promise.all([
    readTail(job, TAIL.lines, TAIL.length),
    listFilesOf(job.id, { showsInputs: false, limit: FILES_MAX }),
  ]);
  const url = `${caller.origin}${permalinkOf(job)}`;
  const reason = reasonOf(job);
  const seconds = secondsOf(job);
  return {
    data: {
      job: job.id,
      name: job.name,
      url,
      state: stateOf(job.status),
      ended: hasEnded(job.status),
      exitCode: job.exitCode,
      ...(reason === "" ? {} : { reason }),
      ...(seconds === null ? {} : { seconds }),
      output: tail.text,
      outputLines: tail.lineCount,
      files: files.map((file) => toFile(caller, job, file)),
      next: adviceOn(job),
    },
    content: [{ type: "resource_link", uri: url, name: job.name, mimeType: "text/html" }],
  };
}

/** Why it waits, or why it ended as it did; "" if there is nothing to say. */
function reasonOf({ waiting, refusals, endMessages }: JobSnapshot): string {
  if (waiting) return explainWaiting(waiting);
  const refused = refusals.map(({ pointer, detail }) => `/input${pointer}: ${detail}`);
  return [localizeMessages(endMessages) ?? "", ...refused].filter((text) => text !== "").join("\n");
}

const waitingReasons: Record<Waiting["reason"], string> = {
  no_worker: "No worker is running.",
  no_matching_worker: "No worker that is online has what the script needs.",
  busy: "All workers are busy.",
  next: "A worker is about to start it.",
  script_limit: "As many jobs of this script run as are allowed.",
  user_limit: "As many of your jobs run as are allowed.",
};

function explainWaiting({ reason, position, startsInSeconds }: Waiting): string {
  const start = startsInSeconds === null ? "" : ` It should start in about ${Math.ceil(startsInSeconds)} s.`;
  return `${waitingReasons[reason]} It is number ${position} in line.${start}`;
}

function stateOf(status: JobStatus): (typeof states)[number] {
  return status === "submitted" || status === "queued" ? "waiting" : status;
}

function secondsOf({ startedAt, endedAt }: JobSnapshot): number | null {
  if (!startedAt) return null;
  return Math.round(((endedAt ?? new Date()).getTime() - startedAt.getTime()) / 100) / 10;
}

/** Agents follow what an answer says more reliably than what they remember of a description. */
function adviceOn({ id, uuid, mayManage, status, files }: JobSnapshot): string {
  // Others open a job by its link alone.
  const job = mayManage ? id : uuid;
  if (isWaiting(status) || status === "running") return `Call job_wait with job ${job}.`;
  if (status === "completed" && files.outputs === 0) return "Done. job_output reads more of the output.";
  if (status === "completed") return "Done. job_files with a path reads a file; each url downloads one.";
  if (status === "failed") return "The script failed. Its last lines usually say why; job_output reads more.";
  return "The job did not finish. Call script_run again if it should.";
}
