import { StartError } from "@/server/errors";
import type { IsolationLevel } from "./command";
import { type ConfinedRequest, type ConfinedResult, execute } from "./execute";
import { findPython, pythonAt, requireIsolation } from "./level";

/**
 * Runs a short, confined command with a clean environment and limits, at the isolation level of the machine or, in
 * tests, at the given one. Everything that it has started is killed at the end. A command that fails is never an
 * exception: the result contains how it ended.
 * @throws StartError below WOOEY_MINIMUM_ISOLATION, or without a Python.
 */
export async function runConfined(request: ConfinedRequest & { isolation?: IsolationLevel }): Promise<ConfinedResult> {
  if (request.isolation === undefined) return execute((await requireIsolation()).level, await findPython(), request);
  const python = await pythonAt(request.isolation);
  if (!python) throw new StartError(`Isolation level ${request.isolation} does not work on this machine.`);
  return execute(request.isolation, python, request);
}
