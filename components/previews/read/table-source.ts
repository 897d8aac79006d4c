/** Some rows of a table, and how much of the file has been read for them, from 0 to 1. */
export interface RowBatch {
  rows: string[][];
  progress: number;
}

/** A table that is read from its start as often as necessary. */
export interface TableSource {
  columns: string[];
  /** How many columns the file has beyond those in `columns`. */
  hiddenColumns: number;
  /** Null if only reading all of it could tell. */
  rowCount: number | null;
  /** The rows from the first on, in batches of any size. */
  batches: () => AsyncGenerator<RowBatch>;
  /** All cells of a column, for files that store columns one after another. Requires `rowCount`. */
  columnCells?: (column: number) => AsyncGenerator<string[]>;
}

/** How many columns of a table are shown. */
export const COLUMNS_MAX = 100;
/** How many rows the statistics and the plot of a table take into account. */
export const ROWS_MAX = 1_000_000;

/** A page of rows on the screen. */
export const PAGE_ROWS = 200;

/** Takes rows page by page from a table. */
export class RowPages {
  readonly #batches: AsyncGenerator<RowBatch>;
  #rows: string[][] = [];
  #isAtEnd = false;

  constructor(source: TableSource) {
    this.#batches = source.batches();
  }

  async next(): Promise<{ rows: string[][]; hasMore: boolean }> {
    // One more than a page, to know whether there are further rows.
    while (!this.#isAtEnd && this.#rows.length <= PAGE_ROWS) {
      const { value, done } = await this.#batches.next();
      if (done) this.#isAtEnd = true;
      else for (const row of value.rows) this.#rows.push(row);
    }
    const rows = this.#rows.slice(0, PAGE_ROWS);
    this.#rows = this.#rows.slice(PAGE_ROWS);
    return { rows, hasMore: this.#rows.length > 0 };
  }
}
