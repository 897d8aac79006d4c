import { z } from "zod";
import { hasEnded } from "@/db/job-state";
import { invalidField } from "@/server/errors";
import { getJobHandle } from "@/server/jobs/queries";
import { jobArgument } from "./job-argument";
import { grepOutput, linesMax, readFrom, readTail } from "./output-text";
import { tool } from "./tool";

/** About 6,000 tokens. */
const LENGTH_MAX = 24_000;
/** How many lines `from` and `grep` return if the caller gives no number. */
const COUNT = 200;

const input = z.strictObject({
  job: jobArgument,
  tail: z.int().min(1).max(linesMax).optional().describe("The last lines; 100 if nothing else is given."),
  grep: z.string().min(1).max(200).optional().describe("Lines with this text (ignoring case), each behind its number."),
  from: z.int().min(1).optional().describe("Lines, or matches of grep, from this number on."),
  count: z.int().min(1).max(linesMax).optional().describe("At most so many lines, with from or grep; 200 if left out."),
});

const output = z.object({
  text: z.string(),
  from: z.int().nullable(),
  lineCount: z.int(),
  matches: z.int().optional(),
  next: z.int().nullable().describe("The from of the next call, if there is more."),
  ended: z.boolean().describe("False: more may follow."),
});

export const jobOutputTool = tool({
  name: "job_output",
  title: "Read a job's output",
  description: "What a job's script has printed (stdout and stderr together): tail, grep or a range of lines.",
  input,
  output,
  scope: "read",
  run: async ({ actor }, { job, ...range }) => {
    const handle = await getJobHandle(actor, job);
    return { data: { ...(await readRange(handle, range)), ended: hasEnded(handle.status) } };
  },
});

function readRange(
  run: { id: number; attempt: number },
  { tail, grep, from, count }: Omit<z.output<typeof input>, "job">,
) {
  if (tail !== undefined && (grep !== undefined || from !== undefined || count !== undefined))
    throw invalidField("tail", "Leave out grep, from and count, or leave out tail.");
  if (grep !== undefined) return grepOutput(run, { text: grep, from: from ?? 1, count: count ?? COUNT }, LENGTH_MAX);
  if (from !== undefined) return readFrom(run, { from, count: count ?? COUNT }, LENGTH_MAX);
  return readTail(run, tail ?? 100, LENGTH_MAX);
}
