import { describe, expect, test } from "vitest";
import { expectedStart } from "./expected-start";

describe("expectedStart", () => {
  test("now when a slot is free", () => {
    expect(expectedStart(2, [30], [])).toBe(0);
  });

  test("when the first running job ends", () => {
    expect(expectedStart(2, [30, 10], [])).toBe(10);
    expect(expectedStart(1, [-5], [])).toBe(0);
  });

  test("after the jobs that come first, each in the slot that becomes free first", () => {
    expect(expectedStart(2, [30, 10], [5])).toBe(15);
    expect(expectedStart(2, [30, 10], [5, 100])).toBe(30);
    expect(expectedStart(4, [], [9, 8, 7, 6, 1])).toBe(7);
  });

  test("unknown without a slot, and if a time that it depends on is unknown", () => {
    expect(expectedStart(0, [], [])).toBeNull();
    expect(expectedStart(1, [null], [])).toBeNull();
    expect(expectedStart(2, [10], [null, 5])).toBe(15);
    expect(expectedStart(1, [], [null])).toBeNull();
    expect(expectedStart(2, [null, 10], [])).toBe(10);
  });

  test("more jobs run than there are slots, after a worker was taken over: the extra ones free no slot", () => {
    expect(expectedStart(1, [10, 20, 30], [])).toBe(30);
  });
});
