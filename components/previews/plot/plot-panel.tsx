"use client";

import { Download } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { t } from "@/server/language/text";
import { Button } from "../../ui/button";
import { scrollableAttributes } from "../../ui/scrollable";
import type { TableSummary } from "../summary/summarize-table";
import { ColumnChoice } from "./column-choice";
import type { PlotChoice, PlotColumn, PlotKind } from "./plot-choice";
import { PlotFigure } from "./plot-figure";
import { makePlot } from "./plot-model";
import { savePng } from "./save-png";

/** A plot of a table's rows, or of a sample of them. */
export function PlotPanel({ name, summary }: { name: string; summary: TableSummary }) {
  const { columns, sample } = summary;
  const [choice, setChoice] = useState<PlotChoice>(() => firstChoice(columns));
  const model = useMemo(() => makePlot(sample, columns, choice), [sample, columns, choice]);
  const figure = useRef<HTMLDivElement>(null);
  const change = (part: Partial<PlotChoice>) => setChoice({ ...choice, ...part });
  const xTitle = columns[choice.x]?.name ?? "";
  const yTitle = titleOfY(columns, choice);

  async function save() {
    const svg = figure.current?.querySelector("svg");
    if (svg) await savePng(svg, `${name.replace(/^.*\//, "").replace(/\.[^.]*$/, "")}.png`);
  }

  return (
    <section aria-label={t("Plot of {name}", { name })} className="flex flex-col gap-2 border-t border-line p-3">
      <div className="flex flex-wrap items-end gap-2">
        <ColumnChoice
          label={t("Plot")}
          value={choice.kind}
          options={[
            { value: "points", label: t("Points") },
            { value: "line", label: t("Line") },
            { value: "bars", label: t("Bars") },
          ]}
          onChange={(value) => {
            const kind = value as PlotKind; // the options are the kinds
            change({ kind, y: kind === "bars" ? choice.y : (choice.y ?? choice.x) });
          }}
        />
        <ColumnChoice
          label={t("Horizontal axis")}
          value={choice.x}
          columns={columns}
          onChange={(x) => change({ x: Number(x) })}
        />
        <ColumnChoice
          label={t("Vertical axis")}
          value={choice.y ?? ""}
          columns={columns}
          none={choice.kind === "bars" ? t("Number of rows") : undefined}
          onChange={(y) => change({ y: toIndex(y) })}
        />
        <ColumnChoice
          label={t("Color")}
          value={choice.colour ?? ""}
          columns={columns}
          none={t("No color")}
          onChange={(colour) => change({ colour: toIndex(colour) })}
        />
        <Button size="small" className="ml-auto" onClick={() => void save()}>
          <Download />
          {t("Save as PNG")}
        </Button>
      </div>
      <div ref={figure} {...scrollableAttributes} className="overflow-x-auto focus-visible:-outline-offset-2">
        <PlotFigure model={model} xTitle={xTitle} yTitle={yTitle} label={t("{y} by {x}", { y: yTitle, x: xTitle })} />
      </div>
      {choice.colour === null ? null : (
        <ul aria-label={columns[choice.colour]?.name} className="sr-only">
          {model.series.map(({ label }) => (
            <li key={label}>{label}</li>
          ))}
        </ul>
      )}
      <p role="status" className="text-13 text-muted">
        {summary.rowCount > sample.length
          ? t("{count, plural, one {# row} other {# rows}} of a sample of {sample, number}", {
              count: model.rowCount,
              sample: sample.length,
            })
          : t("{count, plural, one {# row} other {# rows}}", { count: model.rowCount })}
      </p>
    </section>
  );
}

function titleOfY(columns: PlotColumn[], { kind, x, y }: PlotChoice): string {
  if (y === null) return kind === "bars" ? t("Number of rows") : (columns[x]?.name ?? "");
  const title = columns[y]?.name ?? "";
  return kind === "bars" ? t("Mean of {column}", { column: title }) : title;
}

const toIndex = (value: string) => (value === "" ? null : Number(value));

/** Two columns of numbers as points; of a table with fewer, the number of rows for each value of the first column. */
function firstChoice(columns: PlotColumn[]): PlotChoice {
  const measured = columns.flatMap(({ type }, index) => (type === "number" || type === "date" ? [index] : []));
  const [x, y] = measured;
  if (x === undefined || y === undefined) return { kind: "bars", x: 0, y: null, colour: null };
  return { kind: "points", x, y, colour: null };
}
