import { describe, expect, test } from "vitest";
import type { FileEntry } from "@/server/jobs/view";
import { createNameComparer } from "./file-order";
import { buildTree, foldersOf, initiallyOpen, listTree, listTreeFiles } from "./file-tree";

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
const namesOf = (rows: ReturnType<typeof listTree>) =>
  rows.map((row) => "  ".repeat(row.level - 1) + (row.type === "folder" ? `${row.folder.name}/` : row.name));

describe("buildTree", () => {
  test("puts folders before files, both in the order in which people count", () => {
    const root = buildTree(entries("b.txt", "run10/a.csv", "run2/z.csv", "run2/deep/x.txt", "a.txt"), compare);
    expect(namesOf(listTree(root, initiallyOpen(root)))).toEqual([
      "run2/",
      "  deep/",
      "    x.txt",
      "  z.csv",
      "run10/",
      "  a.csv",
      "a.txt",
      "b.txt",
    ]);
    expect(listTreeFiles(root).map((file) => file.path)).toEqual([
      "run2/deep/x.txt",
      "run2/z.csv",
      "run10/a.csv",
      "a.txt",
      "b.txt",
    ]);
  });

  test("counts the files and bytes of a folder with all folders in it", () => {
    const [folder] = buildTree(entries("a/b/1.txt", "a/2.txt", "3.txt"), compare).folders;
    expect(folder).toMatchObject({ path: "a/", fileIds: [1, 2], sizeBytes: 30 });
  });

  test("takes names of object properties for ordinary names", () => {
    const root = buildTree(entries("__proto__/constructor/x.txt", "toString"), compare);
    expect(namesOf(listTree(root, initiallyOpen(root)))).toEqual([
      "__proto__/",
      "  constructor/",
      "    x.txt",
      "toString",
    ]);
  });

  test("keeps folders that are nested too deeply in the name of the file", () => {
    const root = buildTree(entries(`${"d/".repeat(2000)}x.txt`), compare);
    const rows = listTree(root, initiallyOpen(root));
    expect(rows).toHaveLength(21);
    expect(rows.at(-1)).toMatchObject({ type: "file", name: `${"d/".repeat(1980)}x.txt` });
  });

  test("arranges 10,000 files in a moment", () => {
    const files = entries(...Array.from({ length: 10_000 }, (_, n) => `set ${n % 100}/part${n}.csv`));
    const start = performance.now();
    listTreeFiles(buildTree(files, compare));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("listTree", () => {
  test("shows what a folder contains only while it is open", () => {
    const root = buildTree(entries("a/b/1.txt", "2.txt"), compare);
    expect(namesOf(listTree(root, new Set()))).toEqual(["a/", "2.txt"]);
    expect(namesOf(listTree(root, new Set(["a/"])))).toEqual(["a/", "  b/", "2.txt"]);
  });
});

describe("initiallyOpen", () => {
  test("opens all of a small tree, and of a large one the chain of folders at its top", () => {
    const large = entries(...Array.from({ length: 400 }, (_, n) => `out/results/${n % 2}/${n}.txt`));
    expect([...initiallyOpen(buildTree(large, compare))]).toEqual(["out/", "out/results/"]);
    expect([...initiallyOpen(buildTree(large.slice(0, 4), compare))]).toHaveLength(4);
  });
});

describe("foldersOf", () => {
  test("names every folder on the way to a file", () => {
    expect(foldersOf("a/b/c.txt")).toEqual(["a/", "a/b/"]);
    expect(foldersOf("c.txt")).toEqual([]);
  });
});
