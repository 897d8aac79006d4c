import { describe, expect, test } from "vitest";
import { toFilename, uniqueFilename } from "./filename";

describe("toFilename", () => {
  test.each([
    ["genes.fa", "genes.fa"],
    ["C:\\Users\\me\\genes.fa", "genes.fa"],
    ["../../etc/passwd", "passwd"],
    ["a/..", "file"],
    ["..", "file"],
    ["", "file"],
    ["a\u0000b\r\n.txt", "ab.txt"],
    ["evil\u202Etxt.exe", "eviltxt.exe"],
    [" données é.csv ", "données é.csv"],
    [".hidden", ".hidden"],
  ])("%j becomes %j", (given, expected) => expect(toFilename(given)).toBe(expected));

  test("keeps the extension of a name that is too long, and never splits a character", () => {
    const name = toFilename(`${"é".repeat(300)}.tsv`);
    expect(Buffer.byteLength(name)).toBe(200);
    expect(name).toMatch(/^é+\.tsv$/);
  });
});

describe("uniqueFilename", () => {
  test("inserts the number before the extension", () => {
    const taken = new Set<string>();
    expect(["a.txt", "a.txt", "a.txt", ".env", ".env"].map((name) => uniqueFilename(name, taken))).toEqual([
      "a.txt",
      "a-2.txt",
      "a-3.txt",
      ".env",
      ".env-2",
    ]);
  });
});
