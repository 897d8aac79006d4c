import { rawEnvironment } from "@/server/env";
import type { IsolationLevel } from "@/server/sandbox/command";

/** The isolation level at which bin/build/test.mjs runs these tests; empty for the level of the machine. */
export function requestedIsolation(): { isolation?: IsolationLevel } {
  const level = rawEnvironment().WOOEY_TEST_ISOLATION;
  return level === undefined ? {} : { isolation: Number(level) as IsolationLevel };
}
