import { describe, expect, test } from "vitest";
import { evaluateExpression, isMatch, parseDuration } from "./expressions";

const event = { data: { id: 7, name: "ann", tags: ["a"], ratio: 1.5, on: true } };

describe("isMatch", () => {
  test.each([
    ["event.data.id == 7", true],
    ["event.data.id > 6 && event.data.ratio < 2", true],
    ["event.data.ratio > 1", true],
    ["event.data.id == async.data.id", true],
    ["event.data.name == 'ann' || event.data.missing == 1", true],
    ["'a' in event.data.tags", true],
    ["event.data.id != 7", false],
    ["event.data.missing == 1", false],
    ["event.data.on", true],
    ["event.data.name", false],
  ])("%s is %s", (expression, expected) => {
    expect(isMatch(expression, { event, async: { data: { id: 7 } } })).toBe(expected);
  });

  test("is true without an expression", () => {
    expect(isMatch(undefined, { event })).toBe(true);
    expect(isMatch(null, { event })).toBe(true);
  });
});

describe("evaluateExpression", () => {
  test("returns plain values, and undefined for what cannot be evaluated", () => {
    expect(evaluateExpression("1 + 2", {})).toBe(3);
    expect(evaluateExpression("event.data.name + '!'", { event })).toBe("ann!");
    expect(evaluateExpression("event.nothing.at.all", { event })).toBeUndefined();
    expect(evaluateExpression("(((", { event })).toBeUndefined();
  });
});

describe("parseDuration", () => {
  test.each([
    ["500ms", 500],
    ["90s", 90_000],
    ["1m30s", 90_000],
    ["1h", 3_600_000],
    ["1.5h", 5_400_000],
    ["1d", 86_400_000],
    ["2w", 1_209_600_000],
    ["soon", null],
    ["", null],
    ["5", null],
  ])("%j is %s ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test("reads a date as the time until then, never negative", () => {
    expect(parseDuration("2001-01-01T00:00:00Z")).toBe(0);
    expect(parseDuration(new Date(Date.now() + 60_000).toISOString())).toBeGreaterThan(59_000);
  });
});
