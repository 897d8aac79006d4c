import type { ReactNode } from "react";
import { t } from "@/server/language/text";
import { classNames } from "../ui/class-names";
import { scrollableAttributes } from "../ui/scrollable";

interface Props {
  /** What the table contains, for screen readers. */
  caption: string;
  columns: string[];
  /** Which columns are aligned to the right. */
  numeric: boolean[];
  rows: string[][];
  /** The headings, where they are more than the names of the columns. */
  headings?: ReactNode;
}

/** The rows of a table in a file. Cells are always text. */
export function TableGrid({ caption, columns, numeric, rows, headings }: Props) {
  return (
    <section
      aria-label={caption}
      {...scrollableAttributes}
      className="max-h-(--preview-height) overflow-auto focus-visible:-outline-offset-2"
    >
      <table className="w-full text-13">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-sunken">
          <tr>
            {headings ??
              numbered(columns).map(({ cells: title, number }) => (
                <th
                  key={number}
                  scope="col"
                  className={classNames("max-w-80 px-3 py-1 font-medium", numeric[number] ? "text-right" : "text-left")}
                >
                  <bdi>{title}</bdi>
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {numbered(rows).map(({ cells, number }) => (
            <tr key={number} className="border-t border-line">
              {numbered(columns).map(({ number: column }) => (
                <Cell key={column} text={cells[column] ?? ""} isNumeric={numeric[column] ?? false} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <p className="px-3 py-2 text-13 text-muted">{t("No rows")}</p> : null}
    </section>
  );
}

/** Rows and columns are identified by their number. */
export function numbered<Cells>(all: Cells[]): { cells: Cells; number: number }[] {
  return all.map((cells, number) => ({ cells, number }));
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
