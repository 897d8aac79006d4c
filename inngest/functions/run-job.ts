import { hasEnded } from "@/db/job-state";
import { acknowledgeJob } from "@/server/jobs/acknowledge";
import { failJob, NOT_QUEUED } from "@/server/jobs/fail";
import { queueJob } from "@/server/jobs/queue";
import { storeOutput } from "@/server/output/store";
import type { JobEventData } from "../events";
import { inngest, jobEndedEvent, jobSubmittedEvent } from "../sdk";

// The worker repeats the event until it is acknowledged, so the waits may become longer: a job that takes a year uses
// 370
// of the 1,000 steps that a run may have.
const timeouts = ["1m", "10m", "1h", "6h"];

/**
 * One attempt of a job, from the committed row to its acknowledged end and its stored output. A worker runs the script:
 * no step takes as long as the script does, because an Inngest server ends a call after two hours.
 */
export const runJob = inngest.createFunction(
  {
    id: "run-job",
    retries: 5,
    triggers: [jobSubmittedEvent],
    onFailure: async ({ event, step }) => {
      // The failed run was started by the function's only trigger, whose event has this data.
      const { jobId, attempt } = event.data.event.data as unknown as JobEventData;
      await step.run("fail", () => failJob(jobId, attempt, NOT_QUEUED));
    },
  },
  async ({ event, step }) => {
    const { jobId, attempt } = event.data;
    const queued = await step.run("queue", () => queueJob(jobId, attempt));
    if (queued === null) return "gone";
    let end = hasEnded(queued.status) ? { outcome: "ended", isLong: queued.isLong } : null;
    for (let n = 0; end === null; n++) {
      await step.waitForEvent(`wait-${n}`, {
        event: jobEndedEvent,
        if: "async.data.jobId == event.data.jobId && async.data.attempt == event.data.attempt",
        timeout: timeouts[n] ?? "1d",
      });
      const seen = await step.run(`acknowledge-${n}`, () => acknowledgeJob(jobId, attempt));
      if (seen.outcome !== "open") end = seen;
    }
    if (end.isLong) await step.run("index", () => storeOutput(jobId, attempt));
    return end.outcome;
  },
);
