import { expect, test } from "vitest";
import type { FileEntry } from "@/server/jobs/view";
import { buildTree, listTree } from "./file-tree";
import { moveRow } from "./row-moves";

const files = ["a/b/1.txt", "a/2.txt", "3.txt"].map(
  (path, index): FileEntry => ({ id: index + 1, path, direction: "output", kind: "text", sizeBytes: 1, at: 0 }),
);
// a/, b/ (closed), 2.txt, 3.txt
const rows = listTree(
  buildTree(files, (a, b) => (a < b ? -1 : 1)),
  new Set(["a/"]),
);

test.each([
  [0, "ArrowDown", 1],
  [3, "ArrowDown", 3],
  [1, "ArrowUp", 0],
  [0, "ArrowUp", 0],
  [0, "End", 3],
  [3, "Home", 0],
  [0, "PageDown", 3],
  [0, "ArrowRight", 1],
  [1, "ArrowRight", null],
  [2, "ArrowLeft", 0],
  [1, "ArrowLeft", 0],
  [0, "ArrowLeft", null],
  [3, "ArrowLeft", null],
  [0, "x", null],
])("from line %i, %s moves to %s", (from, key, to) => {
  expect(moveRow(rows, from, key)).toBe(to);
});
