import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { allRows, memoryFile } from "../testing/memory-file";
import { type GenomicFormat, openGenomic } from "./genomic";

const read = async (format: GenomicFormat, text: string) => {
  const table = await openGenomic(memoryFile(text), `a.${format}`, format);
  return { columns: table.columns, rows: await allRows(table) };
};

describe("openGenomic", () => {
  test("reads variants, with the names of the samples", async () => {
    const header = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNA1\n";
    const row = "20\t14370\trs6\tG\tA\t29\tPASS\tDB;H2\tGT\t0|0";
    expect(await read("vcf", `##fileformat=VCFv4.3\n##INFO=<ID=H2,Description="a, b">\n${header}${row}\n`)).toEqual({
      columns: ["CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", "NA1"],
      rows: [row.split("\t")],
    });
  });

  test("reads intervals with tabs or spaces, without the lines for a browser", async () => {
    const text = "browser position chr7\ntrack name=x\n#c\nchr7\t1\t2\tPos1\n\nchr7 3 4 Pos2\n";
    expect(await read("bed", text)).toEqual({
      columns: ["chrom", "chromStart", "chromEnd", "name"],
      rows: [
        ["chr7", "1", "2", "Pos1"],
        ["chr7", "3", "4", "Pos2"],
      ],
    });
  });

  test("reads features with quotes in their attributes, up to the sequences", async () => {
    const row = 'ctg\t.\tgene\t1\t9\t.\t+\t.\tgene_id "G1"; note "a';
    expect(await read("gff", `##gff-version 3\n${row}\n##FASTA\n>ctg\nACGT\n`)).toEqual({
      columns: ["seqid", "source", "type", "start", "end", "score", "strand", "phase", "attributes"],
      rows: [row.split("\t")],
    });
  });

  test("reads alignments, with all tags in one cell", async () => {
    const fields = ["r1", "99", "ref", "7", "30", "8M", "=", "37", "39", "TTAGATAA", '"*()'];
    const text = `@HD\tVN:1.6\n@SQ\tSN:ref\tLN:45\n${fields.join("\t")}\tNM:i:1\tXX:Z:a\n`;
    const { columns, rows } = await read("sam", text);
    expect(columns.at(-1)).toBe("TAGS");
    expect(rows).toEqual([[...fields, "NM:i:1 XX:Z:a"]]);
  });

  test("reads a compressed file", async () => {
    const file = memoryFile(gzipSync("chr1\t1\t2\n"));
    expect(await allRows(await openGenomic(file, "a.bed.gz", "bed"))).toEqual([["chr1", "1", "2"]]);
  });

  test("refuses an endless line, and shows an empty file as an empty table", async () => {
    await expect(read("vcf", "a".repeat(10_000_000))).rejects.toMatchObject({ code: "longLine" });
    expect(await read("bed", "")).toEqual({ columns: [], rows: [] });
  });
});
