import { env } from "@/server/env";
import { StartError } from "@/server/errors";
import { type Message, message } from "@/server/language/message";
import type { IsolationLevel } from "@/server/sandbox/command";
import { findPython, pythonAt, requireIsolation } from "@/server/sandbox/level";
import type { Python } from "@/server/sandbox/python";

/** A level, and the machine's Python that runs at it. */
export interface RunIsolation {
  level: IsolationLevel;
  python: Python;
}

/**
 * How a worker isolates scripts, and why no better: as the machine allows, or at the level that a test asks for.
 * @throws StartError below WOOEY_MINIMUM_ISOLATION, or without a Python.
 */
export async function workerIsolation(
  asked: IsolationLevel | undefined,
): Promise<RunIsolation & { reason: string; fix: string }> {
  if (asked === undefined) {
    const { level, reason, fix } = await requireIsolation();
    return { level, reason, fix, python: await findPython() };
  }
  const python = await pythonAt(asked);
  if (!python) throw new StartError(`Isolation level ${asked} does not work on this machine.`);
  return { level: asked, reason: "Chosen for a test.", fix: "", python };
}

/** How a job is isolated: as its script asks for and no other way, else as the worker does; or why it must not run. */
export async function jobIsolation(
  asked: IsolationLevel | null,
  own: RunIsolation,
): Promise<RunIsolation | { failed: Message }> {
  if (asked === null || asked === own.level) return own;
  const minimum = env().WOOEY_MINIMUM_ISOLATION;
  if (asked < minimum) {
    return {
      failed: message(
        "It was not started: its script asks for isolation level {level}, and this site runs nothing below level {minimum} (WOOEY_MINIMUM_ISOLATION).",
        { level: asked, minimum },
      ),
    };
  }
  const python = asked < own.level ? await pythonAt(asked) : null;
  return python
    ? { level: asked, python }
    : {
        failed: message(
          "It was not started: its script asks for isolation level {level}, which this machine does not offer.",
          { level: asked },
        ),
      };
}
