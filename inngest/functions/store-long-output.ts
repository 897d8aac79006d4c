import { storeOutput } from "@/server/output/store";
import { STORED_BYTES_MIN } from "@/server/output/stored";
import { inngest, jobEndedEvent } from "../sdk";

/** Outputs that are stored at the same time. An Inngest server takes seconds to give a slot to the next. */
const SIMULTANEOUS = 20;

/**
 * Moves long output into storage when its job has ended. The end itself starts it, so nothing waits meanwhile, and short
 * output starts no run at all.
 */
export const storeLongOutput = inngest.createFunction(
  {
    id: "store-output",
    retries: 10,
    concurrency: SIMULTANEOUS,
    triggers: [{ event: jobEndedEvent, if: `event.data.outputBytes >= ${STORED_BYTES_MIN}` }],
  },
  async ({ event, step }) => step.run("store", () => storeOutput(event.data.jobId, event.data.attempt)),
);
