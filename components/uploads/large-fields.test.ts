import { expect, test } from "vitest";
import { findLargeFields } from "./large-fields";

const MB = 1_000_000;
/** A file of this size without its bytes. */
const aFile = (megabytes: number) => Object.defineProperty(new File([], "a"), "size", { value: megabytes * MB });

test("finds the fields whose files together have more than 100 MB, unless they are too many", () => {
  const many = Array.from({ length: 101 }, (): [string, File] => ["many", aFile(1)]);
  const entries: [string, string | File][] = [
    ["text", "x".repeat(1000)],
    ["small", aFile(100)],
    ["large", aFile(101)],
    ["pair", aFile(60)],
    ["pair", aFile(60)],
    ...many,
  ];
  expect([...findLargeFields(entries)]).toEqual(["large", "pair"]);
});
