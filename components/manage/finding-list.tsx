import { Check, CircleAlert, TriangleAlert } from "lucide-react";
import { phrase, t } from "@/server/language/text";
import type { Finding } from "@/server/settings/machine";

const levelStyles = {
  ok: { icon: Check, className: "text-completed", label: phrase("OK") },
  note: { icon: TriangleAlert, className: "text-error", label: phrase("Could be improved") },
  missing: { icon: CircleAlert, className: "text-failed", label: phrase("Missing") },
};

/** The doctor's findings about the machine and its settings. */
export function FindingList({ findings }: { findings: Finding[] }) {
  return (
    <ul className="divide-y divide-line rounded-control border border-line bg-surface">
      {findings.map(({ state, what, fix }) => {
        const { icon: Icon, className, label } = levelStyles[state];
        return (
          <li key={what} className="flex gap-2.5 px-3 py-2">
            <Icon role="img" aria-label={t(label)} className={`mt-[3px] shrink-0 ${className}`} />
            <div className="min-w-0">
              <p className="break-words">{what}</p>
              {fix ? <p className="text-13 break-words text-muted">{fix}</p> : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
