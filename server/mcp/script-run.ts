import { z } from "zod";
import { visibilities } from "@/db/schema/jobs";
import { hasScope } from "@/server/auth/actor";
import { takeSubmission } from "@/server/auth/attempts";
import { checkInput, type InputSubmission, submitInput } from "@/server/jobs/submit-input";
import { waitForEnd } from "@/server/jobs/wait";
import { fileForms, toAgentDetail } from "./agent-schema";
import type { Caller } from "./caller";
import { INLINE_BYTES_MAX, storeInlineFiles } from "./inline-files";
import { answerJob, jobSchema } from "./job-answer";
import { WAIT_SECONDS_MAX } from "./job-wait";
import { findAdvice } from "./script-find";
import { type ToolAnswer, tool } from "./tool";

const WAIT_SECONDS = 20;

const input = z.strictObject({
  script: z.string().max(200).describe("The slug."),
  input: z.record(z.string(), z.unknown()).describe("As script_describe outlines it."),
  name: z.string().max(1000).optional(),
  description: z.string().max(20_000).optional(),
  tags: z.array(z.string().max(100)).max(50).optional(),
  stdin: z.string().max(INLINE_BYTES_MAX).optional().describe("What the script reads from its standard input."),
  version: z.string().max(200).optional().describe("The default version if left out."),
  visibility: z.enum(visibilities).optional().describe("link if left out: whoever has the link sees the results."),
  dryRun: z.boolean().optional().describe("Only checks the input."),
  waitSeconds: z.int().min(0).max(WAIT_SECONDS_MAX).optional().describe(`${WAIT_SECONDS} if left out.`),
  idempotencyKey: z.string().min(1).max(255).optional().describe("Calls with the same key create one job."),
});

const problem = z.object({
  pointer: z.string().optional(),
  detail: z.string(),
  given: z.unknown().optional(),
  allowed: z.unknown().optional(),
});

const output = jobSchema.partial().extend({
  valid: z.boolean().optional().describe("With dryRun, as are command and errors."),
  command: z.string().nullable().optional(),
  errors: z.array(problem).optional(),
});

export const scriptRunTool = tool({
  name: "script_run",
  title: "Run a script",
  description: `Starts a job and waits for its end. A file in the input is ${fileForms}: a text in the call (up to ${INLINE_BYTES_MAX / 1000} kB in all), an upload of POST /api/v2/uploads, or a file of a job.`,
  input,
  output,
  notFoundAdvice: findAdvice,
  scope: "run",
  run: async (caller, { script, input: given, dryRun = false, waitSeconds = WAIT_SECONDS, ...call }, signal) => {
    await takeSubmission(caller.actor);
    const submission = { ...call, ...(await storeInlineFiles(caller.actor, given)) };
    if (dryRun) return check(caller, script, submission);
    const { id } = await submitInput(caller.actor, script, submission);
    if (!hasScope(caller.actor, "read"))
      return { data: { job: id, next: "The job was started. This API key cannot read it: it lacks the scope read." } };
    await waitForEnd(caller.actor, String(id), { timeoutMs: waitSeconds * 1000, signal });
    return answerJob(caller, String(id));
  },
});

async function check(
  { actor }: Caller,
  script: string,
  submission: InputSubmission,
): Promise<ToolAnswer<z.output<typeof output>>> {
  const { valid, command, errors } = await checkInput(actor, script, submission);
  return { data: { valid, command, errors: errors.map(toAgentDetail) } };
}
