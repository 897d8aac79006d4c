import { Check, CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { DoctorReport } from "@/server/introspection/doctor";
import { phrase, t } from "@/server/language/text";

const levelStyles = {
  ok: { icon: Check, className: "text-completed", label: phrase("OK") },
  note: { icon: Info, className: "text-muted", label: phrase("Note") },
  warning: { icon: TriangleAlert, className: "text-error", label: phrase("Warning") },
  error: { icon: CircleAlert, className: "text-failed", label: phrase("Error") },
};

/** The doctor's findings about a script: what Wooey found, what it could not read, and how to fix each problem. */
export function DoctorFindings({ report }: { report: DoctorReport }) {
  return (
    <div className="flex flex-col gap-2">
      <p>{t(report.summary)}</p>
      <ul className="divide-y divide-line rounded-control border border-line bg-surface">
        {report.findings.map((finding) => {
          const { icon: Icon, className, label } = levelStyles[finding.level];
          return (
            <li key={`${finding.level} ${finding.line ?? 0} ${finding.message}`} className="flex gap-2.5 px-3 py-2">
              <Icon role="img" aria-label={t(label)} className={`mt-[3px] shrink-0 ${className}`} />
              <div className="min-w-0">
                <p className="break-words">
                  {finding.line ? (
                    <span className="text-muted">{t("Line {number}:", { number: finding.line })} </span>
                  ) : null}
                  {t(finding.message)}
                </p>
                {finding.fix ? <p className="text-13 text-muted">{t(finding.fix)}</p> : null}
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
