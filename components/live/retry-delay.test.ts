import { expect, test } from "vitest";
import { parseRetryAfter, retryDelayMs } from "./retry-delay";

test("the delay doubles up to 30 seconds, and at least half of it always passes", () => {
  const delays = (random: number) =>
    [1, 2, 3, 6, 60].map((failures) =>
      retryDelayMs(failures, { firstMs: 1000, retryAfterMs: 0, random: () => random }),
    );
  expect(delays(0)).toEqual([500, 1000, 2000, 15_000, 15_000]);
  expect(delays(1)).toEqual([1000, 2000, 4000, 30_000, 30_000]);
});

test("the delay is not shorter than the server asks for", () => {
  expect(retryDelayMs(1, { firstMs: 1000, retryAfterMs: 20_000, random: () => 0 })).toBe(20_000);
});

test("Retry-After is a number of seconds or a date, and has a maximum", () => {
  const now = Date.parse("2026-11-29T12:00:00Z");
  const headers = ["7", "Sun, 29 Nov 2026 12:00:09 GMT", "Sun, 29 Nov 2026 11:00:00 GMT", "86400", "soon", "", null];
  expect(headers.map((header) => parseRetryAfter(header, now))).toEqual([7000, 9000, 0, 300_000, 0, 0, 0]);
});
