import { formatNumber } from "@/server/language/format";
import { phrase, t } from "@/server/language/text";
import { scrollableAttributes } from "../../ui/scrollable";
import { numbered } from "../table-grid";
import type { ColumnFigures, ColumnType } from "./column-summary";
import type { Bar } from "./histogram";
import type { TableSummary } from "./summarize-table";

const typeLabels: Record<ColumnType, string> = {
  number: phrase("Number"),
  date: phrase("Date"),
  boolean: phrase("Yes or no"),
  text: phrase("Text"),
  empty: phrase("Empty"),
};

/** The statistics of a table's columns. */
export function SummaryPanel({ name, summary }: { name: string; summary: TableSummary }) {
  const caption = t("Columns of {name}", { name });
  const headings = [t("Column"), t("Type"), t("Empty"), t("Distinct"), t("Min"), t("Median"), t("Max"), t("Values")];
  return (
    <>
      <section
        aria-label={caption}
        {...scrollableAttributes}
        className="max-h-96 overflow-auto border-t border-line focus-visible:-outline-offset-2"
      >
        <table className="w-full text-13">
          <caption className="sr-only">{caption}</caption>
          <thead className="sticky top-0 bg-sunken text-left">
            <tr>
              {headings.map((heading) => (
                <th key={heading} scope="col" className="px-3 py-1 font-medium">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {numbered(summary.columns).map(({ cells: figures, number }) => (
              <ColumnRow key={number} figures={figures} />
            ))}
          </tbody>
        </table>
      </section>
      <p className="border-t border-line px-3 py-1.5 text-13 text-muted">
        {summary.hasMoreRows
          ? t("The first {count, number} rows of the table", { count: summary.rowCount })
          : t("{count, plural, one {# row} other {# rows}}", { count: summary.rowCount })}
      </p>
    </>
  );
}

function ColumnRow({ figures }: { figures: ColumnFigures }) {
  const { name, type, empty, distinct, hasMoreDistinct, min, median, max, isEstimate, bars } = figures;
  return (
    <tr className="border-t border-line tabular">
      <th scope="row" className="max-w-60 truncate px-3 py-1 text-left font-medium">
        <bdi>{name}</bdi>
      </th>
      <td className="px-3 py-1 whitespace-nowrap">{t(typeLabels[type])}</td>
      <td className="px-3 py-1">{formatNumber(empty)}</td>
      <td className="px-3 py-1 whitespace-nowrap">{`${hasMoreDistinct ? "> " : ""}${formatNumber(distinct)}`}</td>
      <td className="px-3 py-1 whitespace-nowrap">{showFigure(min, type)}</td>
      <td className="px-3 py-1 whitespace-nowrap">{`${isEstimate ? "≈ " : ""}${showFigure(median, type)}`}</td>
      <td className="px-3 py-1 whitespace-nowrap">{showFigure(max, type)}</td>
      <td className="px-3 py-1">
        <Histogram bars={bars} />
      </td>
    </tr>
  );
}

/** Dates are shown as in the file: they have no time zone that the reader's could replace. */
function showFigure(value: string | null, type: ColumnType): string {
  if (value === null) return "";
  return type === "number" ? formatNumber(Number(value), 6) : value;
}

const BAR_SIZE = { width: 120, height: 24 };

/** The distribution of a column's values. The counts are the picture's description. */
function Histogram({ bars }: { bars: Bar[] }) {
  const highest = bars.reduce((most, { count }) => Math.max(most, count), 1);
  const width = BAR_SIZE.width / Math.max(1, bars.length);
  const label = bars.map((bar) => `${bar.label}: ${formatNumber(bar.count)}`).join(", ");
  if (bars.length === 0) return null;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${BAR_SIZE.width} ${BAR_SIZE.height}`}
      className="h-6 w-30 text-accent"
      preserveAspectRatio="none"
    >
      {numbered(bars).map(({ cells: bar, number }) => {
        const height = (bar.count / highest) * BAR_SIZE.height;
        return (
          <rect
            key={number}
            x={number * width}
            y={BAR_SIZE.height - height}
            width={width * 0.9}
            height={height}
            fill="currentColor"
          >
            <title>{`${bar.label}: ${formatNumber(bar.count)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
