import { describe, expect, test } from "vitest";
import { detectKind } from "@/server/files/kind";
import { audioKind } from "./audio";
import { htmlKind } from "./html";
import { imageKind } from "./image";
import { jsonKind } from "./json";
import { findPreviewKind } from "./kinds";
import { markdownKind } from "./markdown";
import { pdfKind } from "./pdf";
import { plotlyKind } from "./plotly";
import { svgKind } from "./svg";
import { tableKind } from "./table";
import { textKind } from "./text";
import { workerKind } from "./worker-kind";

const fileOf = (path: string, content: string) => {
  const head = Buffer.from(content, "latin1");
  return { id: 1, path, sizeBytes: head.length, withheld: null, ...detectKind(path, head) };
};

describe("findPreviewKind", () => {
  test.each([
    ["a.png", "\x89PNG\r\n\x1a\n", imageKind],
    ["a.svg", "<svg></svg>", svgKind],
    ["a.html", "<p>", htmlKind],
    ["a.pdf", "%PDF-1.4", pdfKind],
    ["a.mp3", "ID3", audioKind],
    ["a.csv", "a,b\n1,2\n", tableKind],
    ["a.md", "# a", markdownKind],
    ["a.json", "{}", jsonKind],
    ["figure.json", '{"data":[{"type":"bar"}]}', plotlyKind],
    ["a.fasta", ">a\nACGT\n", textKind],
    ["a.py", "import os\n", textKind],
    ["a.bed", "chr1\t1\t2\nchr1\t3\t4\n", workerKind],
    ["a.ipynb", "{}", workerKind],
    ["a.bin", "\x00\x01", undefined],
    ["empty.txt", "", undefined],
  ])("finds the kind of %s by its content and name", (path, content, kind) => {
    expect(findPreviewKind(fileOf(path, content))).toBe(kind);
  });

  test("finds none for a file that cannot be opened", () => {
    expect(findPreviewKind({ ...fileOf("a.txt", "a"), withheld: "It has not been scanned yet." })).toBeUndefined();
  });
});
