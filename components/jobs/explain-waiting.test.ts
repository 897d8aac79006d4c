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
  const unmet = { reason: "no_matching_worker", position: 1, startsInSeconds: null } as const;
  expect(explainWaiting({ ...unmet, needs: { workerTags: ["gpu"] } })).toBe("No worker with the tag gpu is online.");
  expect(explainWaiting({ ...unmet, needs: { workerTags: ["gpu", "big"], gpus: 2 } })).toBe(
    "No worker with the tags gpu, big is online. The job needs 2 GPUs.",
  );
  expect(explainWaiting({ ...unmet, needs: { requestedCpus: 8, requestedMemoryBytes: 64_000_000_000 } })).toBe(
    "No worker that can run the job is online. The job needs 8 processors. The job needs 64.0 GB of memory.",
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
