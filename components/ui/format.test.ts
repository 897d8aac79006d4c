import { describe, expect, test } from "vitest";
import { formatBytes, formatDuration, formatExact, formatRelative } from "./format";

describe("formatBytes", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [1_400_000, "1.4 MB"],
    [123_456_789, "123 MB"],
    [999_999, "1.0 MB"],
  ])("%d is %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe("formatDuration", () => {
  test.each([
    [400, "0.4 s"],
    [9_960, "10 s"],
    [41_000, "41 s"],
    [59_700, "1 m"],
    [190_000, "3 m 10 s"],
    [7_500_000, "2 h 5 m"],
    [273_600_000, "3 d 4 h"],
    [-5, "0.0 s"],
  ])("%d ms is %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("formatRelative", () => {
  const now = new Date("2026-11-22T14:00:00Z");
  const ago = (seconds: number) => formatRelative(new Date(now.getTime() - seconds * 1000), now);

  test("counts in the largest unit that is not zero", () => {
    expect([ago(2), ago(40), ago(180), ago(7200), ago(3 * 86_400)]).toEqual([
      "just now",
      "40 s ago",
      "3 min ago",
      "2 h ago",
      "3 d ago",
    ]);
  });
  test("tells what lies ahead", () => expect(ago(-300)).toBe("in 5 min"));
  test("is the day itself after a week, with the year when it is another", () => {
    expect(ago(10 * 86_400)).toBe("12 Nov");
    expect(ago(400 * 86_400)).toBe("18 Oct 2025");
  });
});

describe("formatExact", () => {
  test("is the same everywhere", () =>
    expect(formatExact(new Date("2026-01-02T03:04:05Z"))).toBe("2 Jan 2026, 03:04:05 UTC"));
});
