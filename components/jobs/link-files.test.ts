import { expect, test } from "vitest";
import type { MarkdownTree } from "../ui/markdown";
import { linkFiles } from "./link-files";

const addresses: Record<string, string> = { "a.png": "/1", "b.csv": "/2", "c.": "/3", "my d.txt": "/4" };
const run = (...children: MarkdownTree[]) => {
  const tree: MarkdownTree = { type: "root", children: [{ type: "paragraph", children }] };
  linkFiles((path) => addresses[path] ?? null)()(tree);
  return tree.children?.[0]?.children;
};
const text = (value: string) => ({ type: "text", value });
const link = (url: string, child: MarkdownTree) => ({ type: "link", url, children: [child] });

test("mentions become links, without the marks that end a sentence", () => {
  expect(run(text('See @a.png, @"my d.txt". Not @unknown, not ada@b.csv.'))).toEqual([
    text("See "),
    link("/1", text("a.png")),
    text(", "),
    link("/4", text("my d.txt")),
    text(". Not @unknown, not ada@b.csv."),
  ]);
});

test("a path that ends in a full stop is preferred to the same without it", () => {
  expect(run(text("@c."))).toEqual([link("/3", text("c."))]);
});

test("code that is a path becomes a link; other code and links stay as they are", () => {
  const code = (value: string) => ({ type: "inlineCode", value });
  const other = link("https://example.org/", text("@a.png"));
  expect(run(code("b.csv"), code("ls"), other)).toEqual([link("/2", code("b.csv")), code("ls"), other]);
});

test("mentions inside emphasis become links", () => {
  expect(run({ type: "strong", children: [text("@a.png")] })).toEqual([
    { type: "strong", children: [link("/1", text("a.png"))] },
  ]);
});
