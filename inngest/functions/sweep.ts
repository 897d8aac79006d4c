import { resendLostSubmissions } from "@/server/jobs/resend";
import { storeForgottenOutputs } from "@/server/output/store";
import { inngest } from "../sdk";

/** Finds jobs whose event was lost after their commit, and output that was not stored when its job ended. */
export const sweep = inngest.createFunction(
  { id: "sweep", retries: 0, triggers: [{ cron: "* * * * *" }] },
  async ({ step }) => {
    await step.run("resend", () => resendLostSubmissions());
    await step.run("store", () => storeForgottenOutputs());
  },
);
