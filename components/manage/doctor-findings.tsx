import type { DoctorReport } from "@/server/introspection/doctor";
import { Check, CircleAlert, Info, TriangleAlert } from "../ui/icons";

const looks = {
  ok: { icon: Check, className: "text-completed", word: "Fine" },
  note: { icon: Info, className: "text-muted", word: "Note" },
  warning: { icon: TriangleAlert, className: "text-error", word: "Warning" },
  error: { icon: CircleAlert, className: "text-failed", word: "Error" },
};

/** What was understood of a script, what was not, and what to do about it. */
export function DoctorFindings({ report }: { report: DoctorReport }) {
  return (
    <div className="flex flex-col gap-2">
      <p>{report.summary}</p>
      <ul className="divide-y divide-line rounded-control border border-line bg-surface">
        {report.findings.map((finding) => {
          const look = looks[finding.level];
          return (
            <li key={`${finding.level} ${finding.line ?? 0} ${finding.message}`} className="flex gap-2.5 px-3 py-2">
              <look.icon label={look.word} className={`mt-[3px] shrink-0 ${look.className}`} />
              <div className="min-w-0">
                <p className="break-words">
                  {finding.line ? <span className="text-muted">Line {finding.line}: </span> : null}
                  {finding.message}
                </p>
                {finding.fix ? <p className="text-13 text-muted">{finding.fix}</p> : null}
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
