import { PreviewProblem } from "../read/problem";
import type { RangedFile } from "../read/ranged-file";
import { RowPages, type TableSource } from "../read/table-source";
import type { TableSummary } from "../summary/summarize-table";
import type { OpenedFile, OpenRequest, RowPage, TableHead } from "./protocol";

interface OpenTable {
  name: string | null;
  source: TableSource;
  pages: RowPages;
}

/** One open file. The reader of its format is loaded when the file is opened. */
export class PreviewSession {
  #tables: OpenTable[] = [];

  async open(file: RangedFile, request: Pick<OpenRequest, "reader" | "path">): Promise<OpenedFile> {
    switch (request.reader) {
      case "zip": {
        const { readZipDirectory } = await import("../read/zip-directory");
        return { kind: "archive", list: await readZipDirectory(file) };
      }
      case "tar": {
        const { readTarList } = await import("../read/tar-list");
        return { kind: "archive", list: await readTarList(file, request.path) };
      }
      case "notebook": {
        const { readNotebook } = await import("../read/notebook");
        return { kind: "notebook", notebook: await readNotebook(file) };
      }
      default: {
        const sources = await openTables(file, request);
        this.#tables = sources.map(({ name, source }) => ({ name, source, pages: new RowPages(source) }));
        return { kind: "tables", tables: this.#tables.map(toHead) };
      }
    }
  }

  async nextRows(table: number): Promise<RowPage> {
    return this.#table(table).pages.next();
  }

  async summarize(table: number, onProgress: (progress: number) => void): Promise<TableSummary> {
    const { summarizeTable } = await import("../summary/summarize-table");
    return summarizeTable(this.#table(table).source, onProgress);
  }

  #table(index: number): OpenTable {
    const table = this.#tables[index];
    if (!table) throw new PreviewProblem("damaged");
    return table;
  }
}

function toHead({ name, source }: OpenTable): TableHead {
  const { columns, hiddenColumns, rowCount } = source;
  return { name, columns, hiddenColumns, rowCount };
}

async function openTables(
  file: RangedFile,
  { reader, path }: Pick<OpenRequest, "reader" | "path">,
): Promise<{ name: string | null; source: TableSource }[]> {
  switch (reader) {
    case "parquet": {
      const { openParquet } = await import("../read/parquet");
      return [{ name: null, source: await openParquet(file) }];
    }
    case "workbook": {
      const { openWorkbook } = await import("../read/workbook");
      return (await openWorkbook(file)).map(({ name, table }) => ({ name, source: table }));
    }
    case "vcf":
    case "bed":
    case "gff":
    case "sam": {
      const { openGenomic } = await import("../read/genomic");
      return [{ name: null, source: await openGenomic(file, path, reader) }];
    }
    default: {
      const { openDelimited } = await import("../read/delimited");
      return [{ name: null, source: await openDelimited(file, path) }];
    }
  }
}
