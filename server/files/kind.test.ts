import { describe, expect, test } from "vitest";
import { detectKind } from "./kind";

const cases: [name: string, head: string | Buffer, kind: string, mediaType: string][] = [
  ["plot.png", Buffer.from("\x89PNG\r\n\x1a\nrest", "latin1"), "image", "image/png"],
  ["plot.txt", Buffer.from("\x89PNG\r\n\x1a\nrest", "latin1"), "image", "image/png"],
  ["a.webp", Buffer.from("RIFF\0\0\0\0WEBPVP8 ", "latin1"), "image", "image/webp"],
  ["paper.pdf", "%PDF-1.7\n", "pdf", "application/pdf"],
  ["clip.mp4", Buffer.from("\0\0\0\x20ftypisom", "latin1"), "video", "video/mp4"],
  ["a.wav", Buffer.from("RIFF\0\0\0\0WAVEfmt ", "latin1"), "audio", "audio/wav"],
  ["a.zip", Buffer.from("PK\x03\x04\0", "latin1"), "archive", "application/zip"],
  [
    "a.xlsx",
    Buffer.from("PK\x03\x04\0", "latin1"),
    "other",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ],
  ["a.tar", Buffer.from(`${"\0".repeat(257)}ustar`, "latin1"), "archive", "application/x-tar"],
  ["data.csv", "a,b\n1,2\n", "table", "text/csv"],
  ["data", "a\tb\n1\t2\n", "table", "text/tab-separated-values"],
  ["data", "x,y,z\n1,2,3\n4,5,6\n", "table", "text/csv"],
  ["x.constructor", "Well, yes, no.\nA second, line, here, too.\n", "text", "text/plain"],
  ["x.toString", Buffer.from("\0\x01", "latin1"), "other", "application/octet-stream"],
  ["prose", "Well, yes, no.\nA second, line, here, too.\n", "text", "text/plain"],
  ["seq.fa", ">x\nACGT\n", "fasta", "text/x-fasta"],
  ["seq", "; comment\n>x\nACGT\n", "fasta", "text/x-fasta"],
  ["quote", "> he said\nand, then\n", "text", "text/plain"],
  ["read.md", "# Title\n", "markdown", "text/markdown"],
  ["a.json", '{"a": 1}', "json", "application/json"],
  ["figure.json", '{"data":[{"type":"scatter","x":[1]}],"layout":{}}', "json", "application/vnd.plotly.v1+json"],
  ["noname", '{"a": 1}', "json", "application/json"],
  ["report.html", "<p>hi", "html", "text/html"],
  ["page", "<!DOCTYPE html><title>x", "html", "text/html"],
  ["a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', "svg", "image/svg+xml"],
  ["fake.svg", "nothing of the kind", "text", "text/plain"],
  ["BMnote.txt", "BM is short for benchmark\n", "text", "text/plain"],
  ["log.out", "\u001b[31mred\u001b[0m\n", "text", "text/plain"],
  ["core", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0]), "other", "application/octet-stream"],
  ["latin1.txt", Buffer.from("caf\xe9 au lait", "latin1"), "text", "text/plain"],
  ["noise", Buffer.from("\xe9\xa0\xc1\xfe\xffabc", "latin1"), "other", "application/octet-stream"],
  ["empty.txt", "", "text", "text/plain"],
  ["excel.csv", Buffer.from("\ufeffa;b\n1;2\n", "utf16le"), "table", "text/csv"],
  ["marked", Buffer.from([0xff, 0xfe, 0, 0, 1, 2]), "other", "application/octet-stream"],
];

describe("detectKind", () => {
  test.each(cases)("%s → %s", (name, head, kind, mediaType) => {
    expect(detectKind(name, Buffer.from(head as string))).toEqual({ kind, mediaType });
  });

  test("treats a text that is cut within a character as text", () => {
    expect(detectKind("a.txt", Buffer.from("naïve é").subarray(0, -1)).kind).toBe("text");
  });

  test("treats the start of a long JSON document as JSON", () => {
    expect(detectKind("a", Buffer.from(JSON.stringify(Array(500).fill({ a: 1 })).slice(0, 2000))).kind).toBe("json");
  });
});
