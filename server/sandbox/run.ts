import { StartError } from "@/server/errors";
import type { IsolationLevel } from "./command";
import { type ConfinedRequest, type ConfinedResult, execute } from "./execute";
import { findPython, pythonAt, requireIsolation } from "./level";

/**
 * Runs a short command confined: clean environment, limits, at the machine's isolation level (or the one given, for
 * tests); its whole tree is killed at the end. How it ended is the result, never an exception.
 * @throws StartError below WOOEY_MINIMUM_ISOLATION, or without a Python.
 */
export async function runConfined(request: ConfinedRequest & { isolation?: IsolationLevel }): Promise<ConfinedResult> {
  if (request.isolation === undefined) return execute((await requireIsolation()).level, await findPython(), request);
  const python = await pythonAt(request.isolation);
  if (!python) throw new StartError(`Isolation level ${request.isolation} does not work on this machine.`);
  return execute(request.isolation, python, request);
}
