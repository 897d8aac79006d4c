import { expect, test } from "vitest";
import { findImagePaths } from "./markdown-images";

const pathsOf = (markdown: string, documentPath = "reports/summary.md") =>
  Object.fromEntries(findImagePaths(markdown, documentPath));

test("finds pictures in the folder of the document and above it", () => {
  expect(pathsOf("![a](plots/a.png) ![b](<./b.png>) ![c](../c.png 'title')\n\n![d][d]\n\n[d]: d%20e.png")).toEqual({
    "plots/a.png": "reports/plots/a.png",
    "./b.png": "reports/b.png",
    "../c.png": "c.png",
    "d%20e.png": "reports/d e.png",
  });
});

test.each([
  "https://example.org/a.png",
  "//example.org/a.png",
  "/etc/passwd",
  "data:image/png;base64,AA==",
  "../../a.png",
  "a%zz.png",
  "javascript:alert(1)",
])("omits %s", (address) => expect(pathsOf(`![x](${address})`)).toEqual({}));

test("shows a limited number of pictures", () => {
  const many = Array.from({ length: 100 }, (_, index) => `![](${index}.png)`).join("\n");
  expect(findImagePaths(many, "a.md").size).toBe(50);
});
