import { env } from "@/server/env";
import { StartError } from "@/server/errors";
import { type Message, message } from "@/server/language/message";
import type { IsolationLevel } from "@/server/sandbox/command";
import { detectIsolation, findPython, pythonAt } from "@/server/sandbox/level";
import type { Python } from "@/server/sandbox/python";

/** An isolation level, and the Python of the machine that runs at it. */
export interface RunIsolation {
  level: IsolationLevel;
  python: Python;
}

/**
 * The level at which a worker isolates scripts, and why it is not higher: the machine's level, or the one that a test
 * requests. Below WOOEY_MINIMUM_ISOLATION, `mayRun` is false. @throws StartError without a Python.
 */
export async function workerIsolation(
  requested: IsolationLevel | undefined,
): Promise<RunIsolation & { reason: string; fix: string; mayRun: boolean }> {
  const minimum = env().WOOEY_MINIMUM_ISOLATION;
  if (requested === undefined) {
    const { level, reason, fix } = await detectIsolation();
    return { level, reason, fix, python: await findPython(), mayRun: level >= minimum };
  }
  const python = await pythonAt(requested);
  if (!python) throw new StartError(`Isolation level ${requested} does not work on this machine.`);
  return { level: requested, reason: "Chosen for a test.", fix: "", python, mayRun: requested >= minimum };
}

/** The isolation of a job: the level that its script requires, or else the worker's; or why the job must not run. */
export async function jobIsolation(
  requested: IsolationLevel | null,
  worker: RunIsolation,
): Promise<RunIsolation | { failed: Message }> {
  if (requested === null || requested === worker.level) return worker;
  const minimum = env().WOOEY_MINIMUM_ISOLATION;
  if (requested < minimum) {
    return {
      failed: message(
        "The job was not started because its script requires isolation level {level}, but the minimum level of this site is {minimum} (WOOEY_MINIMUM_ISOLATION).",
        { level: requested, minimum },
      ),
    };
  }
  const python = requested < worker.level ? await pythonAt(requested) : null;
  return python
    ? { level: requested, python }
    : {
        failed: message(
          "The job was not started because its script requires isolation level {level}, which this machine does not support.",
          { level: requested },
        ),
      };
}
