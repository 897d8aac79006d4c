import { describe, expect, test } from "vitest";
import { exceededLimit, limitsOf, reachedLimit } from "./limits";

const limits = { ...limitsOf({ cpuSeconds: 5, memoryBytes: 1000, jobFolderBytes: 2 ** 20 }) };

describe("limitsOf", () => {
  test("returns the limits of a script, and the instance's limits where the script has none", () => {
    expect(limits).toMatchObject({ cpuSeconds: 5, runSeconds: null, processes: 256, folderBytes: 2 ** 20 });
  });
});

describe("exceededLimit", () => {
  test("counts the processor time of all processes", () => {
    const usage = { processes: 2, cpuSeconds: 5.5, residentBytes: 10, pids: [] };
    expect(exceededLimit(limits, usage)?.endedBy).toBe("cpu");
    expect(exceededLimit(limits, { ...usage, cpuSeconds: 4 })).toBeNull();
  });

  test("measures the proportional memory before a run is ended", () => {
    const usage = { processes: 1, cpuSeconds: 0, residentBytes: 2 ** 30, pids: [process.pid] };
    expect(exceededLimit(limits, usage)?.endedBy).toBe("memory");
    expect(exceededLimit(limits, { ...usage, pids: [] })).toBeNull();
  });
});

describe("reachedLimit", () => {
  const end = { exitCode: 1, signal: null, lastMessage: "" };

  test("recognizes a limit by its signal or by Python's last message", () => {
    expect(reachedLimit(limits, { ...end, exitCode: null, signal: "SIGXCPU" })?.endedBy).toBe("cpu");
    expect(reachedLimit(limits, { ...end, exitCode: null, signal: "SIGXFSZ" })?.endedBy).toBe("disk");
    expect(reachedLimit(limits, { ...end, lastMessage: "Traceback …\nMemoryError\n" })?.endedBy).toBe("memory");
    expect(reachedLimit(limits, { ...end, lastMessage: "OSError: [Errno 27] File too large" })?.endedBy).toBe("disk");
  });

  test("returns null for a script that succeeded or failed for another reason", () => {
    expect(reachedLimit(limits, { ...end, exitCode: 0, lastMessage: "MemoryError" })).toBeNull();
    expect(reachedLimit(limits, { ...end, lastMessage: "ValueError: MemoryError is not it" })).toBeNull();
  });
});
