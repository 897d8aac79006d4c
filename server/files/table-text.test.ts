import { describe, expect, test } from "vitest";
import { findSeparator, hasDecimalComma, isNumeric, readRows, sortRows, toNumber } from "./table-text";

const read = (text: string, options: { rowsMax?: number; isLast?: boolean } = {}) =>
  readRows(text, { separator: findSeparator(text), rowsMax: 10, isLast: true, ...options });

describe("readRows", () => {
  test("reads quoted cells that contain separators, quotes and line ends", () => {
    expect(read('a,b\n"x, y","say ""hi""\nthere"\n').rows).toEqual([
      ["a", "b"],
      ["x, y", 'say "hi"\nthere'],
    ]);
  });
  test("detects tabs and semicolons, and reads UTF-8", () => {
    expect(read("a\tb\r\n1\té").rows).toEqual([
      ["a", "b"],
      ["1", "é"],
    ]);
    expect(read("a;b\n1,5;2").rows[1]).toEqual(["1,5", "2"]);
  });
  test("keeps empty cells, even the last of a line, and no empty lines", () =>
    expect(read("a,b\n\n,\n1,").rows).toEqual([
      ["a", "b"],
      ["", ""],
      ["1", ""],
    ]));
  test("leaves a cut row for the next call, and returns the character at which to continue", () => {
    const cut = "é,b\n1,2\n3,";
    const { rows, used } = read(cut, { isLast: false });
    expect(rows).toHaveLength(2);
    expect(cut.slice(used)).toBe("3,");
  });
  test("stops at the requested number of rows", () => {
    expect(read("a,b\n1,2\n3,4\n", { rowsMax: 2 })).toMatchObject({ used: 8 });
  });
  test("leaves formulas as text", () => expect(read("=1+1,@x\n").rows).toEqual([["=1+1", "@x"]]));
});

test("detects columns of numbers", () => {
  expect(isNumeric([["1.5"], [""], ["-2e3"]], 0)).toBe(true);
  expect(isNumeric([["1"], ["x"]], 0)).toBe(false);
  expect(isNumeric([[""]], 0)).toBe(false);
});

test.each([
  [["1,5", "2"], true],
  [["1.234,56"], true],
  [["0,125", "0,250"], true],
  [["1,234", "5,678"], false],
  [["1,5", "1.5"], false],
  [["1.5", "2"], false],
])("detects the decimal comma of %j: %s", (cells, expected) => expect(hasDecimalComma(cells)).toBe(expected));

test.each([
  ["1,5", true, 1.5],
  ["1.234,56", true, 1234.56],
  ["1,234.5", false, 1234.5],
  ["1 000", false, 1000],
  ["-2e3", false, -2000],
  ["50%", false, 50],
  ["x", false, Number.NaN],
  ["", true, Number.NaN],
])("reads %j (decimal comma: %s) as %d", (cell, decimalComma, value) =>
  expect(toNumber(cell, { decimalComma })).toBe(value),
);

test("sorts numbers with a decimal comma by value", () => {
  const rows = [["10,5"], ["9,25"], ["1.000,5"]];
  expect(sortRows(rows, { column: 0, isDescending: false }).flat()).toEqual(["9,25", "10,5", "1.000,5"]);
});

test("sorts numbers by value and texts as people do, with empty cells last", () => {
  const sorted = (cells: string[], { isDescending = false } = {}) => {
    const rows = cells.map((cell) => [cell]);
    return sortRows(rows, { column: 0, isDescending }).flat();
  };
  expect(sorted(["10", "", "9", "-1"])).toEqual(["-1", "9", "10", ""]);
  expect(sorted(["10", "", "9", "-1"], { isDescending: true })).toEqual(["10", "9", "-1", ""]);
  expect(sorted(["file 10", "file 9", "Äpfel"])).toEqual(["Äpfel", "file 9", "file 10"]);
});
