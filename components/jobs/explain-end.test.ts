import { afterEach, describe, expect, test } from "vitest";
import { setReader } from "@/server/language/text";
import { type EndedJob, explainEnd, explainLastLines, explainTimes } from "./explain-end";

const job = (part: Partial<EndedJob>): EndedJob => ({
  status: "failed",
  exitCode: null,
  signal: null,
  endedBy: "exit",
  endMessages: null,
  ...part,
});

afterEach(() => setReader(() => undefined));

describe("explainEnd", () => {
  test("returns nothing for a job that ended well or has not ended", () => {
    expect(explainEnd(job({ status: "completed", exitCode: 0 }))).toBeNull();
    expect(explainEnd(job({ status: "running" }))).toBeNull();
  });
  test("prefers the note of the run to anything else", () =>
    expect(explainEnd(job({ endMessages: [{ text: "Over 2 GB of memory." }], exitCode: 137 }))).toBe(
      "Over 2 GB of memory.",
    ));
  test("names the limit that was reached", () =>
    expect(explainEnd(job({ status: "failed", endedBy: "timeout" }))).toContain("time limit"));
  test("explains signals and exit codes in words", () => {
    expect(explainEnd(job({ endedBy: "signal", signal: "SIGSEGV" }))).toContain("segmentation fault");
    expect(explainEnd(job({ exitCode: 127 }))).toContain("not found");
    expect(explainEnd(job({ exitCode: 3 }))).toContain("exit code 3");
  });
  test("is in the reader's language, even if a worker has stored it in English", () => {
    const texts = {
      "Stopped before it started.": "Vor dem Start gestoppt.",
      "The script was ended by signal {signal}.": "Das Signal {signal} hat das Skript beendet.",
    };
    setReader(() => ({ language: "de", texts }));
    expect(explainEnd(job({ endMessages: [{ text: "Stopped before it started." }] }))).toBe("Vor dem Start gestoppt.");
    expect(explainEnd(job({ endMessages: [{ text: "Over 2 GB of memory." }] }))).toBe("Over 2 GB of memory.");
    expect(explainEnd(job({ endedBy: "signal", signal: "SIGHUP" }))).toBe("Das Signal SIGHUP hat das Skript beendet.");
  });
});

describe("explainLastLines", () => {
  test("names the missing module", () =>
    expect(explainLastLines("Traceback …\nModuleNotFoundError: No module named 'pandas'")).toContain("“pandas”"));
  test("repeats what the script's parser refused", () =>
    expect(explainLastLines("usage: x [-h]\nx.py: error: argument --n: invalid int value: 'a'")).toContain(
      "argument --n: invalid int value: 'a'",
    ));
  test("explains why there is no network", () =>
    expect(
      explainLastLines("urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>"),
    ).toContain("unless staff allow it"));
  test("is null if the lines contain no known error", () => expect(explainLastLines("all fine")).toBeNull());
});

describe("explainTimes", () => {
  const at = (seconds: number) => new Date(seconds * 1000);
  test("is the relevant duration", () => {
    expect(explainTimes({ createdAt: at(0), startedAt: at(1), endedAt: at(42) }, at(99))).toBe("ran for 41s");
    expect(explainTimes({ createdAt: at(0), startedAt: at(1), endedAt: null }, at(13))).toBe("running for 12s");
    expect(explainTimes({ createdAt: at(0), startedAt: null, endedAt: null }, at(20))).toBe("waiting for 20s");
    expect(explainTimes({ createdAt: at(0), startedAt: null, endedAt: at(2) }, at(20))).toBe("never started");
  });
});
