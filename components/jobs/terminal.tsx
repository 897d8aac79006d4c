import { type HTMLAttributes, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { t } from "@/server/language/text";
import { plainText } from "./ansi-spans";
import { createRowIndex, forgetRows, lineAtRow, measureRows, rowHeight, visibleLines } from "./line-window";
import { lineAt, lineCountOf, type OutputLog, pageLines } from "./output-log";
import { TerminalLineView } from "./terminal-line";
import { TerminalToolbar } from "./terminal-toolbar";
import { useFind } from "./use-find";
import { useLineLink } from "./use-line-link";
import { useLogPages } from "./use-log-pages";
import { useViewport } from "./use-viewport";

interface Props {
  /** `/jobs/<uuid or number>`, where lines that the page does not have are fetched. */
  path: string;
  /** A new object whenever the log in it has changed. */
  output: { log: OutputLog };
  followsAtFirst: boolean;
  /** Shown while there is no output. */
  empty: ReactNode;
}

/** It scrolls, so a keyboard must reach it. Changes are told by the state, not line by line. */
function scrollable(onLookUp: () => void): HTMLAttributes<HTMLDivElement> {
  return {
    tabIndex: 0,
    role: "log",
    "aria-label": t("Output lines"),
    "aria-live": "off",
    onWheel: (event) => event.deltaY < 0 && onLookUp(),
    onKeyDown: (event) => /^(ArrowUp|PageUp|Home)$/.test(event.key) && onLookUp(),
    onPointerDown: onLookUp,
  };
}
const noLine = { text: "", style: "", cut: 0, stream: 1 };
const range = (first: number, end: number) => Array.from({ length: end - first }, (_, offset) => first + offset);

/** A job's output: live, in colours, with line numbers; only the lines in sight are drawn when there are many. */
export function Terminal({ path, output, followsAtFirst, empty }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const [wraps, setWraps] = useState(true);
  const [follows, setFollows] = useState(followsAtFirst);
  const [needle, setNeedle] = useState("");
  const [hit, setHit] = useState(0);
  const [, draw] = useState(0);
  const view = useViewport(frame, ruler);
  const { log } = output;
  const count = lineCountOf(log);
  const columns = wraps ? view.columns : 0;

  // The index is kept over draws and only extended: a million lines are measured once.
  const kept = useRef({ log, index: createRowIndex(columns) });
  if (kept.current.index.columns !== columns || kept.current.log !== log)
    kept.current = { log, index: createRowIndex(columns) };
  const { index } = kept.current;
  measureRows(index, count, (line) => plainText(lineAt(log, line)?.text ?? "").length);
  const { first, end } = visibleLines(index, view);
  useLogPages(path, log, { first, end }, (page) => {
    forgetRows(kept.current.index, page * pageLines);
    draw((n) => n + 1);
  });

  const scrollTo = useCallback((line: number) => {
    setFollows(false);
    const top = (kept.current.index.rows[line] ?? 0) * rowHeight;
    frame.current?.scrollTo({ top: Math.max(0, top - frame.current.clientHeight / 3) });
  }, []);
  const current = useLineLink(count, scrollTo);

  // Lines above that turn out longer than they were thought do not move what is being read.
  const anchor = useRef({ line: 0, row: 0 });
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const { rows } = kept.current.index;
    const moved = (rows[anchor.current.line] ?? 0) - anchor.current.row;
    if (follows) element.scrollTop = element.scrollHeight;
    else if (moved !== 0) element.scrollTop += moved * rowHeight;
    const line = lineAtRow(kept.current.index, Math.floor(element.scrollTop / rowHeight));
    anchor.current = { line, row: rows[line] ?? 0 };
  });

  const hits = useFind(path, output, needle);
  const sought = useRef("");
  useEffect(() => {
    if (hits === null || sought.current === needle) return;
    sought.current = needle;
    const next = Math.max(
      0,
      hits.findIndex((line) => line >= anchor.current.line),
    );
    setHit(next);
    const line = hits[next];
    if (line !== undefined) scrollTo(line);
  }, [hits, needle, scrollTo]);
  function step(by: 1 | -1) {
    if (!hits || hits.length === 0) return;
    const next = (hit + by + hits.length) % hits.length;
    setHit(next);
    scrollTo(hits[next] ?? 0);
  }

  const rows = (line: number) => index.rows[line] ?? 0;
  return (
    <section aria-label={t("Output")} className="overflow-hidden rounded-control border border-line bg-surface">
      <TerminalToolbar
        {...{ needle, hit, wraps, follows, lineCount: count, hitCount: hits?.length ?? null }}
        downloadUrl={`${path}/output`}
        onFind={setNeedle}
        onStep={step}
        onWrap={() => setWraps(!wraps)}
        onFollow={() => setFollows(!follows)}
      />
      <div
        ref={frame}
        {...scrollable(() => setFollows(false))}
        className="max-h-[70dvh] overflow-auto overscroll-contain py-2 font-mono text-13 [overflow-anchor:none] focus-visible:-outline-offset-2 print:max-h-none"
      >
        <span aria-hidden className="invisible absolute size-px overflow-hidden whitespace-pre">
          <span ref={ruler}>{"0".repeat(100)}</span>
        </span>
        {count === 0 ? <div className="px-3 py-4 font-sans text-14 text-muted">{empty}</div> : null}
        {first > 0 ? <div style={{ height: rows(first) * rowHeight }} /> : null}
        {range(first, end).map((place) => (
          <TerminalLineView
            key={place}
            index={place}
            {...(lineAt(log, place) ?? noLine)}
            isFirstOfStream={lineAt(log, place - 1)?.stream !== lineAt(log, place)?.stream}
            wraps={wraps}
            needle={needle}
            isCurrent={current === place || (needle !== "" && hits?.[hit] === place)}
          />
        ))}
        {end < count ? <div style={{ height: (rows(count) - rows(end)) * rowHeight }} /> : null}
      </div>
    </section>
  );
}
