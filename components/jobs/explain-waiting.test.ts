import { expect, test } from "vitest";
import { explainStart, explainWaiting } from "./explain-waiting";

test("explains what a waiting job waits for", () => {
  expect(explainWaiting({ reason: "no_worker", position: 1, startsInSeconds: null })).toContain("No worker is running");
  expect(explainWaiting({ reason: "next", position: 1, startsInSeconds: 0 })).toBe(
    "A worker is about to start the job.",
  );
  expect(explainWaiting({ reason: "busy", position: 3, startsInSeconds: 95 })).toBe(
    "All workers are busy. It is number 3 in line. It should start in about 2m.",
  );
  expect(explainWaiting({ reason: "busy", position: 1001, startsInSeconds: null })).toBe(
    "All workers are busy. More than 1,000 jobs are ahead of it.",
  );
  expect(explainWaiting({ reason: "script_limit", limit: 1, position: 1, startsInSeconds: null })).toBe(
    "This script runs one job at a time. This job starts when the running one ends.",
  );
  expect(explainWaiting({ reason: "user_limit", limit: 3, position: 1, startsInSeconds: null })).toBe(
    "Each person can run at most 3 jobs at a time. This job starts when one of them ends.",
  );
});

test("explains when a job is expected to start", () => {
  expect(explainStart({ when: "now", waiting: 0 })).toBe("starts now");
  expect(explainStart({ when: "later", waiting: 1 })).toBe("1 job is ahead of it");
  expect(explainStart({ when: "later", waiting: 0 })).toBe("waits for a job to end");
});
