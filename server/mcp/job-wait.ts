import { z } from "zod";
import { waitForEnd } from "@/server/jobs/wait";
import { answerJob, jobSchema } from "./job-answer";
import { jobArgument } from "./job-argument";
import { tool } from "./tool";

/** Clients give up on a call after 60 s. */
export const WAIT_SECONDS_MAX = 45;

const input = z.strictObject({
  job: jobArgument,
  seconds: z.int().min(0).max(WAIT_SECONDS_MAX).optional().describe("How long to wait; 45 if left out, 0 to look."),
});

export const jobWaitTool = tool({
  name: "job_wait",
  title: "Wait for a job",
  description: "Waits until a job has ended, at most 45 s, and returns its state, last output lines and files.",
  input,
  output: jobSchema,
  scope: "read",
  run: async (caller, { job, seconds = WAIT_SECONDS_MAX }, signal) => {
    await waitForEnd(caller.actor, job, { timeoutMs: seconds * 1000, signal });
    return answerJob(caller, job);
  },
});
