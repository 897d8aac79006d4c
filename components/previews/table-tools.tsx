"use client";

import { Suspense, useState } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { loadable } from "../ui/loadable";
import { type ProblemCode, problemText } from "./read/problem";
import type { TableSummary } from "./summary/summarize-table";
import { codeOf } from "./worker/use-preview";

const SummaryPanel = loadable(async () => (await import("./summary/summary-panel")).SummaryPanel);
const PlotPanel = loadable(async () => (await import("./plot/plot-panel")).PlotPanel);

interface Props {
  name: string;
  /** Reads the table once. */
  summarize: (onProgress: (progress: number) => void) => Promise<TableSummary>;
}

type State =
  | { phase: "idle" }
  | { phase: "reading"; progress: number }
  | { phase: "done"; summary: TableSummary }
  | { phase: "failed"; problem: ProblemCode };

/** The statistics of a table's columns and a plot. The table is read for them on request. */
export function TableTools({ name, summarize }: Props) {
  const [state, setState] = useState<State>({ phase: "idle" });

  async function start() {
    setState({ phase: "reading", progress: 0 });
    try {
      const summary = await summarize((progress) => setState({ phase: "reading", progress }));
      setState({ phase: "done", summary });
    } catch (error) {
      setState({ phase: "failed", problem: codeOf(error) });
    }
  }

  if (state.phase === "done") {
    return (
      <Suspense fallback={null}>
        <SummaryPanel name={name} summary={state.summary} />
        {state.summary.sample.length > 0 ? <PlotPanel name={name} summary={state.summary} /> : null}
      </Suspense>
    );
  }
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-2 border-t border-line px-2 py-1 text-13 text-muted">
      {state.phase === "reading" ? (
        <>
          <progress
            aria-label={t("Reading {name}", { name })}
            value={Math.round(state.progress * 100)}
            max={100}
            className="h-2 min-w-40 flex-1 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-running [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-running"
          />
          {t("Reading the table…")}
        </>
      ) : (
        <Button size="small" variant="quiet" onClick={() => void start()}>
          {t("Column statistics and plot")}
        </Button>
      )}
      {state.phase === "failed" ? <span role="alert">{problemText(state.problem)}</span> : null}
    </div>
  );
}
