import { expect, test } from "vitest";
import { endOfDay, isTimeZone, startOfDay } from "./time-zone";

test("a day starts and ends by the clocks of the zone, also on the days on which they change", () => {
  const days = (day: string, zone: string) =>
    [startOfDay(day, zone), endOfDay(day, zone)].map((at) => at.toISOString());
  expect(days("2026-11-22", "UTC")).toEqual(["2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z"]);
  expect(days("2026-03-29", "Europe/Berlin")).toEqual(["2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"]);
  expect(days("2026-10-25", "Europe/Berlin")).toEqual(["2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"]);
  expect(days("2026-11-22", "Asia/Kolkata")).toEqual(["2026-11-21T18:30:00.000Z", "2026-11-22T18:30:00.000Z"]);
});

test("isTimeZone knows the zones of browsers", () => {
  expect(["Europe/Berlin", "UTC", "", "Mars/Base", "../etc"].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
