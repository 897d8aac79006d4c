import { describe, expect, test } from "vitest";
import { assignFiles, type FileField } from "./assign-files";

const aField = (text: string, more: Partial<FileField> = {}): FileField => ({
  text,
  accept: "",
  takesMany: false,
  isEmpty: true,
  ...more,
});
const aFile = (name: string, type = "") => ({ name, type });

describe("assignFiles", () => {
  test("prefers the field whose text names the type of the file, whatever the order", () => {
    const fields = [aField("Table (CSV)"), aField("Genome --genome in FASTA format"), aField("Anything")];
    expect(assignFiles([aFile("hg.fa"), aFile("rows.csv"), aFile("notes.md")], fields)).toEqual([1, 0, 2]);
  });

  test("knows both extensions of a compressed file", () => {
    expect(assignFiles([aFile("reads.fastq.gz")], [aField("Index"), aField("FASTQ reads")])).toEqual([1]);
  });

  test("prefers empty fields, and gives a field for one file only one of several", () => {
    const fields = [aField("First", { isEmpty: false }), aField("Second"), aField("Third")];
    const files = ["a", "b", "c", "d"].map((name) => aFile(name));
    expect(assignFiles(files, fields)).toEqual([1, 2, 0, null]);
  });

  test("a list takes all files that fit nowhere else", () => {
    const fields = [aField("Settings (YAML)"), aField("Inputs", { takesMany: true, isEmpty: false })];
    const files = [aFile("a.dat"), aFile("run.yml"), aFile("b.dat")];
    expect(assignFiles(files, fields)).toEqual([1, 0, 1]);
  });

  test("a field takes nothing that it does not accept", () => {
    const fields = [aField("Picture", { accept: ".svg, image/*" })];
    expect(assignFiles([aFile("a.csv", "text/csv")], fields)).toEqual([null]);
    expect(assignFiles([aFile("a.PNG", "image/png")], fields)).toEqual([0]);
    expect(assignFiles([aFile("A.SVG")], fields)).toEqual([0]);
    expect(assignFiles([aFile("a.csv")], [])).toEqual([null]);
  });

  test("a name with characters that a pattern would use is only a name", () => {
    expect(assignFiles([aFile("a.(+"), aFile(".*"), aFile("")], [aField("One")])).toEqual([0, null, null]);
  });
});
