import { expect, test } from "vitest";
import { readPreferredWait } from "./prefer";

const read = (prefer?: string) =>
  readPreferredWait(new Request("http://x", prefer === undefined ? {} : { headers: { prefer } }), 60);

test.each([
  ["wait=45", 45],
  ["wait = 45", 45],
  ['respond-async, WAIT="10"', 10],
  ["return=minimal; foo, wait=5; x=1", 5],
  ["wait=1, wait=2", 1],
  ["wait=0", 0],
  ["wait=100000", 60],
])("%s", (prefer, seconds) => expect(read(prefer)).toBe(seconds));

test.each([undefined, "", "respond-async", "wait", "wait=", "wait=x", "wait=-1", "nowait=5", "wait=1.5", "wait=5s"])(
  "no preference in %s",
  (prefer) => expect(read(prefer)).toBeNull(),
);
