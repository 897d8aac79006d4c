import { describe, expect, test } from "vitest";
import { toInput } from "./date-input";
import { canWrite, fromInput, readDate } from "./dates";

describe("readDate", () => {
  test.each([
    ["24.12.2026", "%d.%m.%Y", { day: 24, month: 12, year: 2026 }],
    ["2024-02-29", "%F", { year: 2024, month: 2, day: 29 }],
    ["2026-02-29", "%Y-%m-%d", null],
    ["1/2/2026 3:04:05", "%d/%m/%Y %H:%M:%S", { day: 1, month: 2, year: 2026, hour: 3, minute: 4, second: 5 }],
    ["Thu Dec 24 2026", "%a %b %d %Y", { day: 24, year: 2026 }],
    ["24x12x2026", "%d.%m.%Y", null],
    ["100%", "%H%%", null],
  ])("reads %j in the format %j", (text, format, parts) => {
    expect(readDate(text, format)).toEqual(parts);
  });
});

describe("fromInput and toInput", () => {
  test.each([
    ["2026-12-24", "%d.%m.%Y", "24.12.2026", "date"],
    ["2026-12-24", undefined, "2026-12-24", "date"],
    ["2026-12-24T05:06", "%m/%d/%Y %H:%M", "12/24/2026 05:06", "datetime"],
    ["05:06", "%H:%M", "05:06", "time"],
  ] as const)("exchange %j, of the format %j, for %j", (input, format, text, kind) => {
    expect(fromInput(input, format)).toBe(text);
    expect(toInput(text, format === undefined ? [] : [format], kind)).toBe(input);
  });

  test("leave alone what is no date", () => {
    expect(fromInput("tomorrow", "%d.%m.%Y")).toBe("tomorrow");
    expect(toInput("tomorrow", ["%d.%m.%Y"], "date")).toBeNull();
    expect(fromInput("2026-12-24 or so", "%d.%m.%Y")).toBe("2026-12-24 or so");
    expect(fromInput("2026-12-24T05:06", "%d.%m.%Y")).toBe("2026-12-24T05:06");
    expect(fromInput("05:06", "%d.%m.%Y %H:%M")).toBe("05:06");
    expect(fromInput("1926-12-24", "%d.%m.%y")).toBe("1926-12-24");
    expect(canWrite("%B %d")).toBe(false);
    expect(fromInput("2026-12-24", "%B %d")).toBe("2026-12-24");
  });
});
