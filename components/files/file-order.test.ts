import { describe, expect, test } from "vitest";
import type { FileEntry } from "@/server/jobs/view";
import { createNameComparer, filterFiles, sortFiles } from "./file-order";

const compare = createNameComparer("en", []);
const entries = (...paths: string[]): FileEntry[] =>
  paths.map((path, index) => ({
    id: index + 1,
    path,
    direction: "output",
    kind: path.endsWith(".csv") ? "table" : "text",
    sizeBytes: (index + 1) * 10,
    at: 1000 - index,
  }));

describe("filterFiles", () => {
  test("finds the files whose path contains all words", () => {
    const files = entries("Run 1/Table.csv", "run 2/table.csv", "run 2/notes.txt");
    expect(filterFiles(files, " TABLE run").map((file) => file.id)).toEqual([1, 2]);
    expect(filterFiles(files, "2 not").map((file) => file.id)).toEqual([3]);
    expect(filterFiles(files, " ")).toBe(files);
  });
});

describe("sortFiles", () => {
  test.each([
    ["name", false, ["a2.txt", "a10.csv", "b.csv"]],
    ["name", true, ["b.csv", "a10.csv", "a2.txt"]],
    ["size", true, ["a2.txt", "a10.csv", "b.csv"]],
    ["kind", false, ["a10.csv", "b.csv", "a2.txt"]],
    ["time", false, ["a2.txt", "a10.csv", "b.csv"]],
  ] as const)("sorts by %s, descending: %s", (key, isDescending, expected) => {
    const files = entries("b.csv", "a10.csv", "a2.txt");
    expect(sortFiles(files, { key, isDescending }, compare).map((file) => file.path)).toEqual(expected);
  });
});

describe("createNameComparer", () => {
  test.each([
    ["by their characters", ["b1", "A10", "a2", "a02x"], ["a2", "a02x", "A10", "b1"]],
    [
      "by the rules of the language",
      ["zebra", "Äpfel 10", "Äpfel 2", "apfel"],
      ["apfel", "Äpfel 2", "Äpfel 10", "zebra"],
    ],
  ])("sorts names %s", (_, names, expected) => {
    const compare = createNameComparer(
      "de",
      names.map((path) => ({ path })),
    );
    expect(names.toSorted(compare)).toEqual(expected);
  });
});
