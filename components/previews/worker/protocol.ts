import type { Notebook } from "../read/notebook";
import type { ProblemCode } from "../read/problem";
import type { ArchiveList } from "../read/zip-directory";
import type { TableSummary } from "../summary/summarize-table";

/** The formats that are read in a Web Worker. */
export type ReaderName =
  | "delimited"
  | "vcf"
  | "bed"
  | "gff"
  | "sam"
  | "parquet"
  | "workbook"
  | "zip"
  | "tar"
  | "notebook";

export interface OpenRequest {
  reader: ReaderName;
  /** The absolute address of the file's contents. */
  url: string;
  path: string;
  sizeBytes: number;
}

/** A table before its rows are read. */
export interface TableHead {
  /** The name of its sheet; null outside a workbook. */
  name: string | null;
  columns: string[];
  hiddenColumns: number;
  rowCount: number | null;
}

export type OpenedFile =
  | { kind: "tables"; tables: TableHead[] }
  | { kind: "archive"; list: ArchiveList }
  | { kind: "notebook"; notebook: Notebook };

export interface RowPage {
  rows: string[][];
  hasMore: boolean;
}

/** What the page can ask of the worker. `table` is the index in `tables`. */
export interface Calls {
  open: { request: OpenRequest; result: OpenedFile };
  /** The next page of a table's rows. */
  nextRows: { request: { table: number }; result: RowPage };
  /** Reads a table once. Progress is reported meanwhile. */
  summarize: { request: { table: number }; result: TableSummary };
}

export type CallName = keyof Calls;

/** A call of any name, with the request that belongs to it. */
export type Call = { [Name in CallName]: { id: number; name: Name; request: Calls[Name]["request"] } }[CallName];

export type Answer =
  | { id: number; progress: number }
  | { id: number; result: Calls[CallName]["result"] }
  | { id: number; problem: ProblemCode };
