"use client";

import { useState } from "react";
import type { TablePage } from "@/server/jobs/table-rows";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { numbered, TableGrid } from "./table-grid";

interface Props {
  name: string;
  /** The address of further rows. */
  src: string;
  firstPage: TablePage;
}

interface Order {
  column: number;
  isDescending: boolean;
}

/** A CSV or TSV file as a table that can be sorted. Rows are loaded page by page, and cells are always text. */
export function TableView({ name, src, firstPage }: Props) {
  const [table, setTable] = useState<{ page: TablePage; order: Order | null }>({ page: firstPage, order: null });
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { page, order } = table;

  async function load(next: Order | null, start: number, previousRows: string[][]) {
    if (isBusy) return;
    setBusy(true);
    const params = new URLSearchParams({ at: String(start) });
    if (next) params.set("sort", String(next.column));
    if (next?.isDescending) params.set("desc", "");
    const response = await fetch(`${src}?${params}`).catch(() => null);
    setBusy(false);
    if (!response?.ok)
      return setProblem(
        response?.status === 413 ? t("Too many rows to sort here.") : t("The table could not be read."),
      );
    const loaded = (await response.json()) as TablePage; // the route answers with a TablePage
    setProblem(null);
    setTable({ page: { ...loaded, rows: [...previousRows, ...loaded.rows] }, order: next });
  }
  const sortBy = (column: number) => {
    if (order?.column !== column) return load({ column, isDescending: false }, 0, []);
    return load(order.isDescending ? null : { column, isDescending: true }, 0, []);
  };

  return (
    <>
      <TableGrid
        caption={t("First rows of {name}", { name })}
        columns={page.header}
        numeric={firstPage.numeric}
        rows={page.rows}
        headings={numbered(page.header).map(({ cells: title, number: column }) => (
          <HeaderCell
            key={column}
            title={title}
            isNumeric={firstPage.numeric[column] ?? false}
            order={order?.column === column ? order : null}
            onSort={firstPage.canSort ? () => void sortBy(column) : null}
          />
        ))}
      />
      {page.next !== null || problem ? (
        <div className="flex items-center gap-2 border-t border-line px-2 py-1 text-13 text-muted">
          {page.next === null ? null : (
            <Button
              size="small"
              variant="quiet"
              aria-disabled={isBusy || undefined}
              onClick={() => void load(order, page.next ?? 0, page.rows)}
            >
              {t("More rows")}
            </Button>
          )}
          <span role="status">{problem ?? t("{count, number} shown", { count: page.rows.length })}</span>
        </div>
      ) : null}
    </>
  );
}

const unordered = { arrow: "", label: undefined };
const directions = {
  ascending: { arrow: " ↑", label: "ascending" },
  descending: { arrow: " ↓", label: "descending" },
} as const;

function HeaderCell(props: { title: string; isNumeric: boolean; order: Order | null; onSort: (() => void) | null }) {
  const { title, isNumeric, order, onSort } = props;
  const { arrow, label } = order ? directions[order.isDescending ? "descending" : "ascending"] : unordered;
  return (
    <th
      scope="col"
      aria-sort={label}
      className={classNames("max-w-80 px-3 py-1 font-medium", isNumeric ? "text-right" : "text-left")}
    >
      {onSort ? (
        <button type="button" onClick={onSort} className="rounded-[4px] hover:text-accent" title={t("Sort")}>
          <bdi>{title}</bdi>
          <span aria-hidden>{arrow}</span>
        </button>
      ) : (
        <bdi>{title}</bdi>
      )}
    </th>
  );
}
