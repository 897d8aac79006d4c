import { describe, expect, test } from "vitest";
import { limitsOf, metLimit, passedLimit } from "./limits";

const limits = { ...limitsOf({ cpuSeconds: 5, memoryBytes: 1000, jobFolderBytes: 2 ** 20 }) };

describe("limitsOf", () => {
  test("takes a script's own limits, and the instance's where it has none", () => {
    expect(limits).toMatchObject({ cpuSeconds: 5, runSeconds: null, processes: 256, folderBytes: 2 ** 20 });
  });
});

describe("passedLimit", () => {
  test("counts processor time of the whole run", () => {
    const usage = { processes: 2, cpuSeconds: 5.5, residentBytes: 10, pids: [] };
    expect(passedLimit(limits, usage)?.endedBy).toBe("cpu");
    expect(passedLimit(limits, { ...usage, cpuSeconds: 4 })).toBeNull();
  });

  test("asks for the memory that is really used before it ends anything", () => {
    const usage = { processes: 1, cpuSeconds: 0, residentBytes: 2 ** 30, pids: [process.pid] };
    expect(passedLimit(limits, usage)?.endedBy).toBe("memory");
    expect(passedLimit(limits, { ...usage, pids: [] })).toBeNull();
  });
});

describe("metLimit", () => {
  const end = { exitCode: 1, signal: null, lastMessage: "" };

  test("knows a limit by the signal it sends, or by Python's last words", () => {
    expect(metLimit(limits, { ...end, exitCode: null, signal: "SIGXCPU" })?.endedBy).toBe("cpu");
    expect(metLimit(limits, { ...end, exitCode: null, signal: "SIGXFSZ" })?.endedBy).toBe("disk");
    expect(metLimit(limits, { ...end, lastMessage: "Traceback …\nMemoryError\n" })?.endedBy).toBe("memory");
    expect(metLimit(limits, { ...end, lastMessage: "OSError: [Errno 27] File too large" })?.endedBy).toBe("disk");
  });

  test("leaves a script alone that ended well, or of something else", () => {
    expect(metLimit(limits, { ...end, exitCode: 0, lastMessage: "MemoryError" })).toBeNull();
    expect(metLimit(limits, { ...end, lastMessage: "ValueError: MemoryError is not it" })).toBeNull();
  });
});
