import { describe, expect, test } from "vitest";
import { aCommand, aParameter } from "@/command-line/testing/specs";
import { withFileHints } from "./file-hints";

const hintOf = (name: string, details: Parameters<typeof aParameter>[1] = {}) =>
  withFileHints(aCommand([aParameter(name, { flags: [`--${name}`], ...details })])).params[0]?.hint;

type Case = [name: string, details: Parameters<typeof aParameter>[1]];

describe("withFileHints", () => {
  test.each([
    ["input", { help: "input table (file)" }],
    ["infile", {}],
    ["reads_fastq", {}],
    ["fastq2", {}],
    ["bam", { help: "alignments" }],
    ["reference", { help: "Path to the reference genome" }],
    ["samples", { help: "CSV file with one sample a line" }],
    ["peaks", { metavar: "BED" }],
    ["source", { kind: "positional", flags: undefined, metavar: "FILE" }],
    ["inputFile", {}],
    ["config", { help: "settings" }],
    ["structure", { help: "a structure (.pdb or .cif)" }],
    ["table", { default: "data.tsv" }],
    ["spectra", { nargs: "+", metavar: "mzML" }],
    ["i", { flags: ["-i"], help: "input file" }],
  ] as Case[])("%s %j is a file to read", (name, details) => {
    expect(hintOf(name, details)).toEqual({ kind: "file", mode: "r" });
  });

  test.each([
    ["output", {}],
    ["out-file", {}],
    ["csv", { help: "Write the table to this file" }],
    ["logfile", {}],
    ["plot", { help: "PNG file to write" }],
  ] as Case[])("%s %j is a file to write", (name, details) => {
    expect(hintOf(name, details)).toEqual({ kind: "file", mode: "w" });
  });

  test.each([
    ["input_string", {}],
    ["input-text", {}],
    ["file_format", {}],
    ["file-prefix", {}],
    ["csv_separator", {}],
    ["input", { help: "Text to reverse" }],
    ["json-indent", {}],
    ["name", { help: "Who to greet" }],
    ["pattern", { help: "Process only files that match" }],
    ["image_size", {}],
    ["sheet", { help: "Sheet of the xlsx file" }],
    ["message", { help: "What to say" }],
    ["file", { type: "integer" }],
    ["csv", { nargs: 0 }],
    ["jobs", { help: "Number of files to process at once" }],
  ] as Case[])("%s %j is no file", (name, details) => {
    expect(hintOf(name, details)).toBeUndefined();
  });

  test("folders have a hint of their own, and what the source shows stays", () => {
    expect(hintOf("outdir")).toEqual({ kind: "directory" });
    expect(hintOf("work", { help: "Directory with the images" })).toEqual({ kind: "directory" });
    const bySource = { kind: "file", mode: "r", bySource: true } as const;
    expect(hintOf("input_string", { hint: bySource })).toEqual(bySource);
    expect(hintOf("anything", { hint: { kind: "file", mode: "r" } })).toBeUndefined();
  });
});
