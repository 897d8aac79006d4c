import { storeForgottenOutputs } from "@/server/output/store";
import { inngest } from "../sdk";

/** The most batches in one run; what is left is stored an hour later. */
const BATCHES_MAX = 100;

/** Stores long output of the last day whose own run has failed for hours, once an hour. */
export const sweep = inngest.createFunction(
  { id: "sweep", retries: 0, concurrency: 1, triggers: [{ cron: "7 * * * *" }] },
  async ({ step }) => {
    for (let n = 0; n < BATCHES_MAX; n++) {
      if ((await step.run(`store-${n}`, () => storeForgottenOutputs())) === 0) return;
    }
  },
);
