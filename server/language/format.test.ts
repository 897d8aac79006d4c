import { afterEach, describe, expect, test } from "vitest";
import {
  formatBytes,
  formatDate,
  formatDuration,
  formatExact,
  formatList,
  formatNumber,
  formatRelative,
} from "./format";
import { setReader } from "./text";

afterEach(() => setReader(() => undefined));

describe("formatBytes", () => {
  test.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1000, "1.0 kB"],
    [1_400_000, "1.4 MB"],
    [123_456_789, "123 MB"],
    [999_999, "1.0 MB"],
  ])("%d is %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

test("formatList joins words as the reader's language does", () => {
  expect(formatList(["1 field"])).toBe("1 field");
  expect(formatList(["3 fields", "1 tab", "2 sections"])).toBe("3 fields, 1 tab and 2 sections");
  setReader(() => ({ language: "de", texts: null }));
  expect(formatList(["3 Felder", "1 Reiter"])).toBe("3 Felder und 1 Reiter");
});

describe("formatDuration", () => {
  test.each([
    [400, "0.4s"],
    [9_960, "10s"],
    [41_000, "41s"],
    [59_700, "1m"],
    [190_000, "3m 10s"],
    [7_500_000, "2h 5m"],
    [273_600_000, "3d 4h"],
    [49, "<0.1s"],
    [-5, "<0.1s"],
  ])("%d ms is %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("formatRelative", () => {
  const now = new Date("2026-11-22T14:00:00Z");
  const ago = (seconds: number) => formatRelative(new Date(now.getTime() - seconds * 1000), now);

  test("counts in the largest unit that is not zero", () => {
    expect([ago(2), ago(40), ago(180), ago(7200), ago(3 * 86_400)]).toEqual([
      "just now",
      "40 sec ago",
      "3 min ago",
      "2 hr ago",
      "3 days ago",
    ]);
  });
  test("tells what lies ahead", () => expect(ago(-300)).toBe("in 5 min"));
  test("is the day itself after a week, with the year when it is another", () => {
    expect(ago(10 * 86_400)).toBe("12 Nov");
    expect(ago(400 * 86_400)).toBe("18 Oct 2025");
    expect(formatRelative(new Date("2025-12-31T23:30:00Z"), now, "Europe/Berlin")).toBe("1 Jan");
  });
});

describe("formatExact", () => {
  test("is in the reader's zone, which it names", () => {
    const at = new Date("2026-01-02T23:04:05Z");
    expect(formatExact(at, "Europe/Berlin")).toBe("3 Jan 2026, 00:04:05 CET");
    expect(formatDate(at, "Asia/Tokyo")).toBe("3 Jan 2026");
  });
  test("is the same everywhere", () =>
    expect(formatExact(new Date("2026-01-02T03:04:05Z"))).toBe("2 Jan 2026, 03:04:05 UTC"));
});

test("numbers, sizes, durations and dates are written as the reader's language writes them", () => {
  setReader(() => ({ language: "de", texts: {} }));
  const now = new Date("2026-11-22T14:00:00Z");
  expect(formatDuration(2200)).toBe("2,2 Sek.");
  expect(formatBytes(1_400_000)).toBe("1,4 MB");
  expect(formatNumber(1234.5)).toBe("1.234,5");
  expect(formatRelative(new Date("2026-11-22T13:57:00Z"), now)).toBe("vor 3 Min.");
  expect(formatRelative(new Date("2025-10-18T13:57:00Z"), now)).toBe("18. Okt. 2025");
  setReader(() => ({ language: "fr", texts: {} }));
  expect(formatBytes(1_400_000)).toBe("1,4\u202fMo");
  expect(formatRelative(new Date("2026-11-12T13:57:00Z"), now)).toBe("12 nov.");
  setReader(() => ({ language: "ja", texts: {} }));
  expect(formatDuration(63_000)).toMatch(/^1 ?分 3 ?秒$/);
});
