import { resendLostSubmissions } from "@/server/jobs/resend";
import { inngest } from "../sdk";

/** Finds what got lost between a committed row and its event. */
export const sweep = inngest.createFunction(
  { id: "sweep", retries: 0, triggers: [{ cron: "* * * * *" }] },
  ({ step }) => step.run("resend", () => resendLostSubmissions()),
);
