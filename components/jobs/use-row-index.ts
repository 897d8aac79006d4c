import { useRef } from "react";
import { plainText } from "./ansi-spans";
import { countRows, createRowIndex, forgetResized, measureRows, type RowIndex } from "./line-window";
import { lineAt, lineCountOf, noLine, type OutputLog } from "./output-log";

/** The rows of a log's lines. Renders share the index and only extend it, so that a million lines are measured once. */
export function useRowIndex(log: OutputLog, columns: number): RowIndex {
  const measured = useRef({ log, index: createRowIndex(columns) });
  if (measured.current.index.columns !== columns || measured.current.log !== log)
    measured.current = { log, index: createRowIndex(columns) };
  const { index } = measured.current;
  const rowsOf = (line: number) => rowsOfLine(log, line, columns);
  const { changed } = log.buffer;
  forgetResized(
    index,
    [...changed].map((line) => log.base + line.index),
    rowsOf,
  );
  changed.clear();
  measureRows(index, lineCountOf(log), rowsOf);
  return index;
}

/** How many rows a line takes: none if it is hidden, and one until it is loaded. */
function rowsOfLine(log: OutputLog, line: number, columns: number): number {
  const { text, isHidden } = lineAt(log, line) ?? noLine;
  return isHidden ? 0 : countRows(plainText(text), columns);
}
