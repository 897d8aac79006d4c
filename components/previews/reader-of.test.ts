import { expect, test } from "vitest";
import { detectKind } from "@/server/files/kind";
import { readerOf } from "./reader-of";

const zip = "PK\x03\x04\0";
const gzip = "\x1f\x8b\x08\0";

test.each([
  ["a.ipynb", '{"cells": []}', "notebook"],
  ["a.vcf", "##fileformat=VCFv4.3\n", "vcf"],
  ["a.vcf.gz", gzip, "vcf"],
  ["a.bed", "chr1\t1\t2\nchr1\t3\t4\n", "bed"],
  ["a.GFF3", "##gff-version 3\n", "gff"],
  ["a.sam", "@HD\tVN:1.6\n", "sam"],
  ["a.csv.gz", gzip, "delimited"],
  ["a.csv", "a,b\n1,2\n", null],
  ["a.parquet", "PAR1\0\0", "parquet"],
  ["a.xlsx", zip, "workbook"],
  ["a.zip", zip, "zip"],
  ["model.egg", zip, "zip"],
  ["a.docx", zip, null],
  ["a.tar.gz", gzip, "tar"],
  ["a.tar", `${"\0".repeat(257)}ustar`, "tar"],
  ["a.gz", gzip, null],
  ["a.zip", "a text", null],
  ["a.bed", "\x89PNG\r\n\x1a\n", null],
  ["a.txt", "a text", null],
])("%s with %j is read by %s", (path, content, reader) => {
  expect(readerOf({ path, ...detectKind(path, Buffer.from(content, "latin1")) })).toBe(reader);
});
