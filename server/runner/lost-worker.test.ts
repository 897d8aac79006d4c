import { describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { processStat } from "@/server/processes";
import { type Candidate, outcomeOf } from "./lost-worker";

const realm = { hostId: "machine", bootId: "boot", processNamespace: "pid:[4026531836]", dataFolder: "/data" };
const here = { host: "here", realm };
const longAgo = 1000 * env().WOOEY_TAKEOVER_SECONDS;
const pid = process.pid;
const pidStart = processStat(pid)?.start ?? "";

/** A job whose worker is dead for certain, except for what a test says. */
function aCandidate(given: Partial<Candidate>): Candidate {
  return {
    id: 1,
    attempt: 1,
    workerId: "worker",
    host: "here",
    realm,
    pid,
    pidStart: "1",
    heartbeatAt: new Date(0),
    silentSeconds: longAgo,
    isLeaseOver: true,
    isStopRequested: false,
    ...given,
  };
}

describe("a job of a worker at the same realm", () => {
  test("is adopted when its process is gone, even if another one has its id", () => {
    expect(outcomeOf(aCandidate({ silentSeconds: 3 }), here, 0)).toBe("adopt");
    expect(outcomeOf(aCandidate({ silentSeconds: 3, pid: 0, isLeaseOver: false }), here, 0)).toBe("adopt");
  });

  test("is adopted when its process hangs", () => {
    expect(outcomeOf(aCandidate({ silentSeconds: 14, pidStart }), here, 0)).toBeNull();
    expect(outcomeOf(aCandidate({ silentSeconds: 16, pidStart }), here, 0)).toBe("adopt");
  });

  test("is adopted after the machine was started again", () => {
    const before = { ...realm, bootId: "earlier" };
    expect(outcomeOf(aCandidate({ realm: before, isLeaseOver: false }), here, 0)).toBe("adopt");
    expect(outcomeOf(aCandidate({ realm: before, silentSeconds: 3 }), here, 0)).toBeNull();
  });
});

describe("a job of a worker at another realm", () => {
  const others = {
    "another machine": { ...realm, hostId: "other", bootId: "other" },
    "another container": { ...realm, hostId: "", processNamespace: "pid:[4026532000]" },
    "another data folder": { ...realm, dataFolder: "/other" },
    "a container that was started again": { ...realm, hostId: "", bootId: "other" },
  };

  test.each(Object.entries(others))("is lost only after its lease, by both clocks: %s", (_, other) => {
    const candidate = aCandidate({ realm: other, pid: 0 });
    expect(outcomeOf(candidate, here, longAgo)).toBe("lost");
    expect(outcomeOf(candidate, here, 5)).toBeNull();
    expect(outcomeOf({ ...candidate, isLeaseOver: false }, here, longAgo)).toBeNull();
    expect(outcomeOf({ ...candidate, silentSeconds: 5 }, here, longAgo)).toBeNull();
  });

  test("that somebody has asked to stop ends without waiting for a long lease", () => {
    const stopped = aCandidate({ realm: others["another machine"], isLeaseOver: false, isStopRequested: true });
    expect(outcomeOf(stopped, here, longAgo)).toBe("lost");
    expect(outcomeOf(stopped, here, 5)).toBeNull();
  });

  test("of an older version is judged by its host", () => {
    const old = aCandidate({ realm: null, pidStart: null, silentSeconds: 3 });
    expect(outcomeOf(old, here, 0)).toBeNull();
    expect(outcomeOf({ ...old, pid: 0 }, here, 0)).toBe("adopt");
    expect(outcomeOf({ ...old, host: "other" }, here, 0)).toBeNull();
    expect(outcomeOf({ ...old, host: "other", silentSeconds: longAgo }, here, longAgo)).toBe("lost");
  });
});

test("a job that names no worker is taken over at once", () => {
  const unknown = { workerId: null, realm: null, pid: null, pidStart: null, heartbeatAt: null, silentSeconds: null };
  expect(outcomeOf(aCandidate(unknown), here, 0)).toBe("adopt");
  expect(outcomeOf(aCandidate({ ...unknown, host: "other" }), here, 0)).toBe("lost");
});
