import { resendLostSubmissions } from "@/server/jobs/resend";
import { storeForgottenOutputs } from "@/server/output/store";
import { inngest } from "../sdk";

/** Finds what got lost between a committed row and its event, and output that was not stored at its job's end. */
export const sweep = inngest.createFunction(
  { id: "sweep", retries: 0, triggers: [{ cron: "* * * * *" }] },
  async ({ step }) => {
    await step.run("resend", () => resendLostSubmissions());
    await step.run("store", () => storeForgottenOutputs());
  },
);
