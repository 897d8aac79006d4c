import { expireAudit } from "@/server/audit/expire";
import { removeUnreferencedContents } from "@/server/files/remove-unreferenced";
import { expireJobs } from "@/server/jobs/expire";
import { inngest } from "../sdk";

/** The most batches in one run; what is left is removed an hour later. */
const BATCHES_MAX = 200;

/** Removes expired jobs, then the stored files that nothing references, and expired entries of the audit, once an hour. */
export const expire = inngest.createFunction(
  { id: "expire", retries: 0, concurrency: 1, triggers: [{ cron: "17 * * * *" }] },
  async ({ step }) => {
    let jobs = 0;
    for (let n = 0; n < BATCHES_MAX; n++) {
      const removed = await step.run(`jobs-${n}`, () => expireJobs());
      if (removed === 0) break;
      jobs += removed;
    }
    const contents = await step.run("contents", () => removeUnreferencedContents());
    let auditEntries = 0;
    for (let n = 0; n < BATCHES_MAX; n++) {
      const removed = await step.run(`audit-${n}`, () => expireAudit());
      if (removed === 0) break;
      auditEntries += removed;
    }
    return { jobs, contents, auditEntries };
  },
);
