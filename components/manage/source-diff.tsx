import { phrase, t } from "@/server/language/text";
import type { SourceLine } from "@/server/scripts/version-diff";
import { classNames } from "../ui/class-names";

const styles = {
  same: { sign: " ", label: "", className: "" },
  added: { sign: "+", label: phrase("added"), className: "bg-completed-soft" },
  removed: { sign: "−", label: phrase("removed"), className: "bg-failed-soft" },
};

/** The changed parts of a source, line by line. */
export function SourceDiff({ parts }: { parts: { lines: SourceLine[] }[] }) {
  return (
    <div className="flex flex-col gap-3">
      {parts.map((part) => (
        <section
          key={`${part.lines[0]?.fromLine} ${part.lines[0]?.toLine}`}
          aria-label={t("Changes at line {number}", {
            number: part.lines[0]?.toLine ?? part.lines[0]?.fromLine ?? 1,
          })}
          className="overflow-hidden rounded-control border border-line bg-surface"
        >
          <table className="w-full border-collapse font-mono text-13">
            <tbody>
              {part.lines.map((line) => (
                <tr key={`${line.kind} ${line.fromLine} ${line.toLine}`} className={styles[line.kind].className}>
                  <td className="w-10 px-1 text-right align-top text-muted select-none sm:px-2">{line.fromLine}</td>
                  <td className="w-10 px-1 text-right align-top text-muted select-none sm:px-2">{line.toLine}</td>
                  <td className="w-5 align-top select-none">
                    <span aria-hidden>{styles[line.kind].sign}</span>
                    <span className="sr-only">{t(styles[line.kind].label)}</span>
                  </td>
                  <td
                    className={classNames(
                      "pr-3 break-all whitespace-pre-wrap",
                      line.kind === "removed" && "text-muted",
                    )}
                  >
                    {line.text}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}
