import { rawEnvironment } from "@/server/env";
import type { IsolationLevel } from "@/server/sandbox/command";

/** The level that bin/build/test.mjs runs these tests at; nothing for the machine's own. */
export function requestedIsolation(): { isolation?: IsolationLevel } {
  const level = rawEnvironment().WOOEY_TEST_ISOLATION;
  return level === undefined ? {} : { isolation: Number(level) as IsolationLevel };
}
