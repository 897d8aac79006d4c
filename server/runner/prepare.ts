import { pg } from "@/db/client";
import { outputStreams } from "@/db/schema";
import { env } from "@/server/env";
import { ensureEnvironment, findEnvironment } from "@/server/environments/build";
import { recipeFor } from "@/server/environments/recipe";
import { type Message, message } from "@/server/language/message";
import type { IsolationLevel } from "@/server/sandbox/command";
import type { Python } from "@/server/sandbox/python";
import { type ClaimedJob, isClaimed, type JobClaim } from "./claim";
import { closeOutput, openOutput, storeRows } from "./output";

/** Why a claimed job is abandoned: it was stopped, the worker is stopping, or another worker has claimed the job. */
export type AbandonReason = "stopped" | "released" | "lost";

/**
 * The job, ready to be started, with its interpreter (`isNew` if it was just built); or why it will not be started.
 */
export type Prepared =
  | { job: ClaimedJob; python: Python; isNew?: boolean }
  | { failed: Message }
  | { abandoned: AbandonReason };

/**
 * Ensures that the Python environment of a claimed job exists. While it is built, its log is added to the job's output
 * as notes, and the job's run time starts after the build. `controller` ends the wait with an AbandonReason.
 */
export async function prepareEnvironment(
  { job, workerId }: JobClaim & { job: ClaimedJob },
  isolation: { level: IsolationLevel; python: Python },
  controller: AbortController,
): Promise<Prepared> {
  if (job.environment === null && job.pep723 === null) return { job, python: isolation.python };
  const recipe = await recipeFor(job, isolation.python);
  if ("failed" in recipe) return recipe;
  const ready = findEnvironment(recipe);
  if (ready) return { job, python: ready };
  const notes = await openNotes({ job, workerId }, () => controller.abort("lost" satisfies AbandonReason));
  const { signal } = controller;
  try {
    const built = await ensureEnvironment(recipe, { signal, onLog: notes.write, isolation: isolation.level });
    const outputBytes = await notes.close();
    if ("failed" in built)
      return { failed: message("The Python environment could not be built: {reason}", { reason: built.failed }) };
    const startedAt = await resetStart({ job, workerId });
    return startedAt
      ? { job: { ...job, outputBytes, startedAt }, python: built.python, isNew: true }
      : { abandoned: "lost" };
  } catch (error) {
    await notes.close().catch(() => undefined);
    // Everything that ends the wait provides one of these reasons.
    if (signal.aborted) return { abandoned: signal.reason as AbandonReason };
    throw error;
  }
}

/** Sets the start of the job to now, because a build does not count as run time; null when the claim was lost. */
async function resetStart(claim: JobClaim): Promise<Date | null> {
  const [row] = await pg<{ startedAt: Date }[]>`
    update jobs set started_at = now() where ${isClaimed(claim)} returning started_at as "startedAt"`;
  return row?.startedAt ?? null;
}

/** Adds text to the job's output as notes, one statement at a time. Calls `onLost` when the claim was lost. */
async function openNotes(claim: JobClaim & { job: ClaimedJob }, onLost: () => void) {
  const { WOOEY_LIMIT_OUTPUT_START: startBytes, WOOEY_LIMIT_OUTPUT_END: endBytes } = env();
  const output = await openOutput(claim.job, "/nonexistent", { startBytes, endBytes });
  let pending = "";
  let storing: Promise<void> | null = null;
  const store = async () => {
    while (pending !== "") {
      const content = Buffer.from(pending);
      pending = "";
      const row = { position: output.position, stream: outputStreams.note, at: new Date(), content };
      if (!(await storeRows(claim, output, [row]))) onLost();
    }
  };
  const flush = () => {
    storing ??= store().finally(() => {
      storing = null;
    });
    return storing;
  };
  return {
    write: (text: string) => {
      pending += text;
      flush().catch(onLost);
    },
    /** Stores everything. Returns how many bytes of output there are. */
    close: async () => {
      await flush();
      closeOutput(output);
      return output.position;
    },
  };
}
