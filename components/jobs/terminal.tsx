import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { t } from "@/server/language/text";
import { forgetRows, lineAtRow, linesWithRows, rowHeight, scaleOf, spaceAround, visibleLines } from "./line-window";
import { lineAt, lineCountOf, noLine, type OutputLog, pageLines } from "./output-log";
import { scrollAttributes } from "./scroll-attributes";
import { TerminalLineView } from "./terminal-line";
import { TerminalToolbar } from "./terminal-toolbar";
import { useFind } from "./use-find";
import { useLineLink } from "./use-line-link";
import { useLogPages } from "./use-log-pages";
import { useRowIndex } from "./use-row-index";
import { useViewport } from "./use-viewport";

interface Props {
  /** The path `/jobs/<uuid or id>`, from which missing lines are loaded. */
  path: string;
  /** It is a new object each time its log changes. */
  output: { log: OutputLog };
  followsInitially: boolean;
  /** Shown while there is no output. */
  empty: ReactNode;
}

/** A job's live output with colours and line numbers. If the output is long, only the visible lines are rendered. */
export function Terminal({ path, output, followsInitially, empty }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const [wraps, setWraps] = useState(true);
  const [follows, setFollows] = useState(followsInitially);
  const [needle, setNeedle] = useState("");
  const [hit, setHit] = useState(0);
  const [, render] = useState(0);
  const { log } = output;
  const count = lineCountOf(log);
  const digits = Math.max(4, String(count).length);
  const view = useViewport(frame, ruler, digits);
  const columns = wraps ? view.columns : 0;

  const index = useRowIndex(log, columns);
  const latest = useRef(index);
  latest.current = index;
  const { first, end } = visibleLines(index, view);
  const onPage = (page: number) => {
    forgetRows(latest.current, page * pageLines);
    render((count) => count + 1);
  };
  useLogPages({ path, log, first, end, onPage });

  const scrollTo = useCallback((line: number) => {
    setFollows(false);
    const element = frame.current;
    if (!element) return;
    const index = latest.current;
    const top = (index.rows[line] ?? 0) * rowHeight - element.clientHeight / 3;
    element.scrollTo({ top: Math.max(0, scaleOf(index, element.clientHeight).toScrollTop(top)) });
  }, []);
  const linkedLine = useLineLink(count, scrollTo);

  // The text on screen must not move when lines above it turn out to be longer than estimated.
  const anchor = useRef({ line: 0, row: 0 });
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const { rows } = latest.current;
    const { toPixels, toScrollTop } = scaleOf(latest.current, element.clientHeight);
    const moved = (rows[anchor.current.line] ?? 0) - anchor.current.row;
    if (follows) element.scrollTop = element.scrollHeight;
    else if (moved !== 0) element.scrollTop += toScrollTop(moved * rowHeight);
    const line = lineAtRow(latest.current, Math.floor(toPixels(element.scrollTop) / rowHeight));
    anchor.current = { line, row: rows[line] ?? 0 };
  });

  const hits = useFind(path, output, needle);
  const lastNeedle = useRef("");
  useEffect(() => {
    if (hits === null || lastNeedle.current === needle) return;
    lastNeedle.current = needle;
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

  const { above, below } = spaceAround(index, view, { first, end });
  const shown = linesWithRows(index, first, end);
  return (
    <section aria-label={t("Output")} className="overflow-hidden rounded-control border border-line bg-surface">
      <TerminalToolbar
        lineCount={count}
        needle={needle}
        hitCount={hits?.length ?? null}
        hit={hit}
        wraps={wraps}
        follows={follows}
        downloadUrl={`${path}/output`}
        onFind={setNeedle}
        onStep={step}
        onWrap={() => setWraps(!wraps)}
        onFollow={() => setFollows(!follows)}
      />
      <div
        ref={frame}
        {...scrollAttributes(() => setFollows(false))}
        className="max-h-[70dvh] overflow-auto overscroll-contain py-2 font-mono text-13 [overflow-anchor:none] focus-visible:-outline-offset-2 print:max-h-none"
      >
        <span aria-hidden className="invisible absolute size-px overflow-hidden whitespace-pre">
          <span ref={ruler}>{"0".repeat(100)}</span>
        </span>
        {count === 0 ? <div className="px-3 py-4 font-sans text-14 text-muted">{empty}</div> : null}
        {above > 0 ? <div style={{ height: above }} /> : null}
        {shown.map((line, position) => (
          <TerminalLineView
            key={line}
            {...(lineAt(log, line) ?? noLine)}
            index={line}
            digits={digits}
            isFirstOfStream={lineAt(log, shown[position - 1] ?? line - 1)?.stream !== lineAt(log, line)?.stream}
            wraps={wraps}
            needle={needle}
            isCurrent={linkedLine === line || (needle !== "" && hits?.[hit] === line)}
          />
        ))}
        {end < count && below > 0 ? <div style={{ height: below }} /> : null}
      </div>
    </section>
  );
}
