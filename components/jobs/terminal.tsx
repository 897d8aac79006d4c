import { type HTMLAttributes, type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { plainText } from "./ansi-spans";
import { createRowIndex, lineAtRow, measureRows, rowHeight, visibleLines } from "./line-window";
import type { TerminalBuffer } from "./terminal-buffer";
import { findLines } from "./terminal-find";
import { TerminalLineView } from "./terminal-line";
import { TerminalToolbar } from "./terminal-toolbar";
import { useLineLink } from "./use-line-link";
import { useViewport } from "./use-viewport";

interface Props {
  /** A new object whenever the buffer in it has changed. */
  output: { buffer: TerminalBuffer };
  followsAtFirst: boolean;
  downloadUrl: string;
  /** Shown while there is no output. */
  empty: ReactNode;
}

/** It scrolls, so a keyboard must reach it. Changes are told by the state, not line by line. */
function scrollable(onLookUp: () => void): HTMLAttributes<HTMLDivElement> {
  return {
    tabIndex: 0,
    role: "log",
    "aria-label": "Lines of output",
    "aria-live": "off",
    onWheel: (event) => event.deltaY < 0 && onLookUp(),
    onKeyDown: (event) => /^(ArrowUp|PageUp|Home)$/.test(event.key) && onLookUp(),
    onPointerDown: onLookUp,
  };
}
const noLine = { text: "", style: "", cut: 0, stream: 1 };
const range = (first: number, end: number) => Array.from({ length: end - first }, (_, offset) => first + offset);

/** A job's output: live, in colours, with line numbers; only the lines in sight are drawn when there are many. */
export function Terminal({ output, followsAtFirst, downloadUrl, empty }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const [wraps, setWraps] = useState(true);
  const [follows, setFollows] = useState(followsAtFirst);
  const [needle, setNeedle] = useState("");
  const [hit, setHit] = useState(0);
  const view = useViewport(frame, ruler);
  const { buffer } = output;
  const { lines } = buffer;
  const columns = wraps ? view.columns : 0;

  // The index is kept over draws and only extended: a million lines are measured once.
  const kept = useRef({ buffer, index: createRowIndex(columns) });
  if (kept.current.index.columns !== columns || kept.current.buffer !== buffer)
    kept.current = { buffer, index: createRowIndex(columns) };
  const { index } = kept.current;
  measureRows(index, lines.length, (line) => plainText(lines[line]?.text ?? "").length);
  const { first, end } = visibleLines(index, view);

  const hits = useMemo(() => findLines(output.buffer.lines, needle), [output, needle]);

  const scrollTo = useCallback((line: number) => {
    setFollows(false);
    const top = (kept.current.index.rows[line] ?? 0) * rowHeight;
    frame.current?.scrollTo({ top: Math.max(0, top - frame.current.clientHeight / 3) });
  }, []);
  const current = useLineLink(lines.length, scrollTo);

  useLayoutEffect(() => {
    if (follows && frame.current) frame.current.scrollTop = frame.current.scrollHeight;
  });

  function step(by: 1 | -1) {
    if (hits.length === 0) return;
    const next = (hit + by + hits.length) % hits.length;
    setHit(next);
    scrollTo(hits[next] ?? 0);
  }
  function find(text: string) {
    setNeedle(text);
    const found = findLines(lines, text);
    const from = frame.current ? lineAtRow(index, Math.floor(frame.current.scrollTop / rowHeight)) : 0;
    const next = Math.max(
      0,
      found.findIndex((line) => line >= from),
    );
    setHit(next);
    if (found.length > 0) scrollTo(found[next] ?? 0);
  }

  const rows = (line: number) => index.rows[line] ?? 0;
  return (
    <section aria-label="Output" className="overflow-hidden rounded-control border border-line bg-surface">
      <TerminalToolbar
        {...{ needle, hit, wraps, follows, downloadUrl, lineCount: lines.length, hitCount: hits.length }}
        onFind={find}
        onStep={step}
        onWrap={() => setWraps(!wraps)}
        onFollow={() => setFollows(!follows)}
      />
      <div
        ref={frame}
        {...scrollable(() => setFollows(false))}
        className="max-h-[70dvh] overflow-auto overscroll-contain py-2 font-mono text-13 focus-visible:-outline-offset-2 print:max-h-none"
      >
        <span aria-hidden className="invisible absolute size-px overflow-hidden whitespace-pre">
          <span ref={ruler}>{"0".repeat(100)}</span>
        </span>
        {lines.length === 0 ? <div className="px-3 py-4 font-sans text-14 text-muted">{empty}</div> : null}
        {first > 0 ? <div style={{ height: rows(first) * rowHeight }} /> : null}
        {range(first, end).map((place) => (
          <TerminalLineView
            key={place}
            index={place}
            {...(lines[place] ?? noLine)}
            isFirstOfStream={lines[place - 1]?.stream !== lines[place]?.stream}
            wraps={wraps}
            needle={needle}
            isCurrent={current === place || (needle !== "" && hits[hit] === place)}
          />
        ))}
        {end < lines.length ? <div style={{ height: (rows(lines.length) - rows(end)) * rowHeight }} /> : null}
      </div>
    </section>
  );
}
