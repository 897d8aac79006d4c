"use client";

import { useState } from "react";
import type { TablePage } from "@/server/jobs/table-rows";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";

interface Props {
  name: string;
  /** Where further rows are. */
  src: string;
  first: TablePage;
}

interface Order {
  column: number;
  isDescending: boolean;
}

/** A CSV or TSV file as a table that sorts, read part by part. Cells are text, whatever they look like. */
export function TableView({ name, src, first }: Props) {
  const [table, setTable] = useState({ page: first, order: null as Order | null });
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { page, order } = table;

  async function read(next: Order | null, at: number, before: string[][]) {
    if (isBusy) return;
    setBusy(true);
    const params = new URLSearchParams({ at: String(at) });
    if (next) params.set("sort", String(next.column));
    if (next?.isDescending) params.set("desc", "");
    const answer = await fetch(`${src}?${params}`).catch(() => null);
    setBusy(false);
    if (!answer?.ok)
      return setProblem(answer?.status === 413 ? t("Too many rows to sort here.") : t("The table could not be read."));
    const got = (await answer.json()) as TablePage;
    setProblem(null);
    setTable({ page: { ...got, rows: [...before, ...got.rows] }, order: next });
  }
  const sortBy = (column: number) => {
    if (order?.column !== column) return read({ column, isDescending: false }, 0, []);
    return read(order.isDescending ? null : { column, isDescending: true }, 0, []);
  };

  return (
    <>
      <section
        aria-label={t("First rows of {name}", { name })}
        {...{ tabIndex: 0 }}
        className="max-h-80 overflow-auto focus-visible:-outline-offset-2"
      >
        <table className="w-full text-13">
          <thead className="sticky top-0 bg-sunken">
            <tr>
              {numbered(page.header).map(({ cells: title, number: place }) => (
                <HeaderCell
                  key={place}
                  title={title}
                  isNumeric={first.numeric[place] ?? false}
                  order={order?.column === place ? order : null}
                  onSort={first.canSort ? () => void sortBy(place) : null}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {numbered(page.rows).map(({ cells, number }) => (
              <tr key={number} className="border-t border-line">
                {numbered(page.header).map(({ number: place }) => (
                  <Cell key={place} text={cells[place] ?? ""} isNumeric={first.numeric[place] ?? false} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {page.next !== null || problem ? (
        <div className="flex items-center gap-2 border-t border-line px-2 py-1 text-13 text-muted">
          {page.next === null ? null : (
            <Button
              size="small"
              variant="quiet"
              aria-disabled={isBusy || undefined}
              onClick={() => void read(order, page.next ?? 0, page.rows)}
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

/** Rows and columns are known by their place alone. */
function numbered<Cells>(all: Cells[]): { cells: Cells; number: number }[] {
  return all.map((cells, number) => ({ cells, number }));
}

function HeaderCell(props: { title: string; isNumeric: boolean; order: Order | null; onSort: (() => void) | null }) {
  const { title, isNumeric, order, onSort } = props;
  const arrow = order ? (order.isDescending ? " ↓" : " ↑") : "";
  return (
    <th
      scope="col"
      aria-sort={order ? (order.isDescending ? "descending" : "ascending") : undefined}
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

function Cell({ text, isNumeric }: { text: string; isNumeric: boolean }) {
  return (
    <td
      dir="auto"
      className={classNames("max-w-80 truncate px-3 py-1", isNumeric && "text-right tabular")}
      title={text.length > 40 ? text : undefined}
    >
      {text}
    </td>
  );
}
