import { memo } from "react";
import { t } from "@/server/language/text";
import { classNames } from "../ui/class-names";
import { toSpans } from "./ansi-spans";
import { splitAtHits } from "./terminal-find";

interface Props {
  index: number;
  text: string;
  style: string;
  cut: number;
  stream: number;
  /** Whether it shows the name of its stream, because the line before it belongs to another one. */
  isFirstOfStream: boolean;
  wraps: boolean;
  needle: string;
  isCurrent: boolean;
  /** The width of the line numbers, in digits. */
  digits: number;
}

const borderClasses: Record<number, string> = { 2: "border-failed", 3: "border-error" };

/** A line of output. The line number is a link to the line. */
export const TerminalLineView = memo(function TerminalLineView(props: Props) {
  const { index, text, style, cut, stream, isFirstOfStream, wraps, needle, isCurrent, digits } = props;
  return (
    <div
      data-line={index + 1}
      className={classNames(
        "relative flex min-h-5 border-l-2 pr-2 leading-5",
        borderClasses[stream] ?? "border-transparent",
        isCurrent && "bg-accent-soft",
      )}
    >
      <a
        href={`#L${index + 1}`}
        aria-label={t("Line {number}", { number: index + 1 })}
        style={{ width: `calc(${digits}ch + 1rem)` }}
        className="shrink-0 pr-3 text-right text-faint select-none tabular hover:text-accent focus-visible:-outline-offset-2"
        tabIndex={-1}
        data-number={index + 1}
      >
        {index + 1}
      </a>
      <span
        className={classNames(
          "min-w-0 flex-1",
          wraps ? "break-all whitespace-pre-wrap" : "whitespace-pre",
          stream === 3 && "text-error italic",
        )}
      >
        {toSpans(text, style).map((span) => (
          <span key={span.start} className={span.className || undefined}>
            <MarkedText text={span.text} needle={needle} />
          </span>
        ))}
        {cut > 0 ? (
          <span className="text-faint italic">
            {" "}
            {t("{count, plural, one {… # more character (download)} other {… # more characters (download)}}", {
              count: cut,
            })}
          </span>
        ) : null}
      </span>
      {isFirstOfStream && stream === 2 ? (
        <code className="shrink-0 pl-3 text-12 leading-5 text-failed select-none max-sm:sr-only">stderr</code>
      ) : null}
    </div>
  );
});

function MarkedText({ text, needle }: { text: string; needle: string }) {
  if (needle === "") return text;
  return splitAtHits(text, needle).map((segment) =>
    segment.isHit ? (
      <mark key={segment.start} className="bg-mark text-ink">
        {segment.text}
      </mark>
    ) : (
      segment.text
    ),
  );
}
