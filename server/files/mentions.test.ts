import { describe, expect, test } from "vitest";
import { findMentions, findPossiblePaths } from "./mentions";

describe("findMentions", () => {
  const found = (text: string) =>
    findMentions(text).map(({ start, candidates }) => candidates.map(({ end }) => text.slice(start, end)));

  test.each([
    ["See @plot.png", [["@plot.png"]]],
    ["@results/table.csv.", [["@results/table.csv.", "@results/table.csv"]]],
    ["(@a/b.txt), then", [["@a/b.txt),", "@a/b.txt)", "@a/b.txt"]]],
    ['@"my table.csv" and @b', [['@"my table.csv"'], ["@b"]]],
    ["@結果.csv。", [["@結果.csv。", "@結果.csv"]]],
    ["ada@example.org", []],
    ["@ nothing, @@ neither", []],
    ['@"never closed', []],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("takes the path out of the quotes", () => {
    expect(findMentions('x @"a b.csv"')[0]).toMatchObject({ start: 2, candidates: [{ path: "a b.csv" }] });
  });

  test("needs no more than a moment for a long text of marks", () => {
    const started = performance.now();
    findMentions(`@${".".repeat(50_000)}`);
    findMentions("@".repeat(50_000));
    findMentions('@"'.repeat(25_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

test("findPossiblePaths finds mentions, code, links and pictures", () => {
  const text = "@a.png `b.csv` [c](./c%20c.txt) ![d](<d.png>) [e][e]\n\n[e]: e.txt\n";
  expect(findPossiblePaths(text)).toEqual(expect.arrayContaining(["a.png", "b.csv", "c c.txt", "d.png", "e.txt"]));
  expect(findPossiblePaths("@x ".repeat(10))).toEqual(["x"]);
  const many = Array.from({ length: 500 }, (_, n) => `@${n}`).join(" ");
  expect(findPossiblePaths(many)).toHaveLength(200);
});
