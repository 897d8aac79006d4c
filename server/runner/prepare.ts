import { pg } from "@/db/client";
import { outputStreams } from "@/db/schema";
import { env } from "@/server/env";
import { ensureEnvironment, findEnvironment } from "@/server/environments/build";
import { recipeFor } from "@/server/environments/recipe";
import { type Message, message } from "@/server/language/message";
import type { IsolationLevel } from "@/server/sandbox/command";
import type { Python } from "@/server/sandbox/python";
import type { ClaimedJob } from "./claim";
import { closeOutput, openOutput, storeRows } from "./output";

/** Why a preparation is given up: the job was stopped, the worker stops, or the job is somebody else's by now. */
export type GivenUp = "stopped" | "released" | "lost";

/** The job with its interpreter (new when it was built just now), ready to be started; or why it will not be. */
export type Prepared =
  | { job: ClaimedJob; python: Python; isNew?: boolean }
  | { failed: Message }
  | { givenUp: GivenUp };

/**
 * Makes sure that a claimed job's Python environment is there. Where it has to be built, its log goes into the job's
 * output as notes while it comes, and the job's time begins after it. `controller` ends the wait, by a reason of GivenUp.
 */
export async function prepareEnvironment(
  job: ClaimedJob,
  workerId: string,
  isolation: { level: IsolationLevel; python: Python },
  controller: AbortController,
): Promise<Prepared> {
  if (job.environment === null && job.pep723 === null) return { job, python: isolation.python };
  const recipe = await recipeFor(job, isolation.python);
  if ("failed" in recipe) return recipe;
  const ready = findEnvironment(recipe);
  if (ready) return { job, python: ready };
  const notes = await openNotes(job, workerId, () => controller.abort("lost" satisfies GivenUp));
  const { signal } = controller;
  try {
    const built = await ensureEnvironment(recipe, { signal, onLog: notes.write, isolation: isolation.level });
    const outputBytes = await notes.close();
    if ("failed" in built)
      return { failed: message("The Python environment could not be built: {reason}", { reason: built.failed }) };
    const startedAt = await beginAnew(job, workerId);
    return startedAt
      ? { job: { ...job, outputBytes, startedAt }, python: built.python, isNew: true }
      : { givenUp: "lost" };
  } catch (error) {
    await notes.close().catch(() => undefined);
    if (signal.aborted) return { givenUp: signal.reason as GivenUp };
    throw error;
  }
}

/** Sets the job's start to now, for the build is none of the script's time; null when the job is not ours any more. */
async function beginAnew(job: ClaimedJob, workerId: string): Promise<Date | null> {
  const [row] = await pg<{ startedAt: Date }[]>`
    update jobs set started_at = now()
    where id = ${job.id} and attempt = ${job.attempt} and worker_id = ${workerId} and status = 'running'
    returning started_at as "startedAt"`;
  return row?.startedAt ?? null;
}

/** Appends text to the job's output as notes, one statement at a time; `onLost` when the job is not ours any more. */
async function openNotes(job: ClaimedJob, workerId: string, onLost: () => void) {
  const { WOOEY_LIMIT_OUTPUT_START: startBytes, WOOEY_LIMIT_OUTPUT_END: endBytes } = env();
  const output = await openOutput(job, "/nonexistent", { startBytes, endBytes });
  let pending = "";
  let storing: Promise<void> | null = null;
  const store = async () => {
    while (pending !== "") {
      const content = Buffer.from(pending);
      pending = "";
      const row = { position: output.position, stream: outputStreams.note, at: new Date(), content };
      if (!(await storeRows(job, workerId, output, [row]))) onLost();
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
    /** All is stored: how many bytes of output there are. */
    close: async () => {
      await flush();
      closeOutput(output);
      return output.position;
    },
  };
}
