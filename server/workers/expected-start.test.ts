import { describe, expect, test } from "vitest";
import { expectedStart } from "./expected-start";

describe("expectedStart", () => {
  test("now when a slot is free", () => {
    expect(expectedStart(2, [30], [])).toBe(0);
  });

  test("when the first of the running jobs ends", () => {
    expect(expectedStart(2, [30, 10], [])).toBe(10);
    expect(expectedStart(1, [-5], [])).toBe(0);
  });

  test("after those that come before, each in the slot that is free first", () => {
    expect(expectedStart(2, [30, 10], [5])).toBe(15);
    expect(expectedStart(2, [30, 10], [5, 100])).toBe(30);
    expect(expectedStart(4, [], [9, 8, 7, 6, 1])).toBe(7);
  });

  test("unknown without a slot, and where a time it depends on is unknown", () => {
    expect(expectedStart(0, [], [])).toBeNull();
    expect(expectedStart(1, [null], [])).toBeNull();
    expect(expectedStart(2, [10], [null, 5])).toBe(15);
    expect(expectedStart(1, [], [null])).toBeNull();
    expect(expectedStart(2, [null, 10], [])).toBe(10);
  });

  test("more run than there are slots, after a worker was taken over: the surplus frees nothing", () => {
    expect(expectedStart(1, [10, 20, 30], [])).toBe(30);
  });
});
