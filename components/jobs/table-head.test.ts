import { describe, expect, test } from "vitest";
import { isNumeric, readTableHead } from "./table-head";

const whole = { isWhole: true, rowsMax: 10 };

describe("readTableHead", () => {
  test("reads quoted cells with separators, quotes and line ends in them", () => {
    expect(readTableHead('a,b\n"x, y","say ""hi""\nthere"\n', whole)).toEqual({
      header: ["a", "b"],
      rows: [["x, y", 'say "hi"\nthere']],
    });
  });
  test("finds tabs and semicolons by itself", () => {
    expect(readTableHead("a\tb\r\n1\t2", whole)).toEqual({ header: ["a", "b"], rows: [["1", "2"]] });
    expect(readTableHead("a;b\n1,5;2", whole).rows).toEqual([["1,5", "2"]]);
  });
  test("keeps empty cells, also the last of a line", () =>
    expect(readTableHead("a,b\n,\n", whole).rows).toEqual([["", ""]]));
  test("drops the last row of a text that was cut", () =>
    expect(readTableHead("a,b\n1,2\n3,", { isWhole: false, rowsMax: 10 }).rows).toEqual([["1", "2"]]));
  test("stops at the number of rows asked for", () =>
    expect(readTableHead("a,b\n1,2\n3,4\n5,6\n", { isWhole: true, rowsMax: 2 }).rows).toHaveLength(2));
});

describe("isNumeric", () => {
  test("tells columns of numbers", () => {
    expect(isNumeric([["1.5"], [""], ["-2e3"]], 0)).toBe(true);
    expect(isNumeric([["1"], ["x"]], 0)).toBe(false);
    expect(isNumeric([[""]], 0)).toBe(false);
  });
});
