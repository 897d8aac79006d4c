import { rawEnvironment } from "@/server/env";

/** Whether these are the tests of `npm run test:full`, or were chosen by name. */
export function isFullRun(): boolean {
  return rawEnvironment().WOOEY_TEST_FULL === "true";
}

/** How many random or large cases a test tries: in `npm test`, a fifth of those in `npm run test:full`. */
export function casesOf(full: number): number {
  return isFullRun() ? full : Math.ceil(full / 5);
}
