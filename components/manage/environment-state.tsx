import { Check, CircleAlert, Clock, LoaderCircle, Minus } from "lucide-react";
import type { ShownEnvironment } from "@/server/environments/overview";
import { phrase, t } from "@/server/language/text";

const looks = {
  ready: { icon: Check, className: "text-completed", word: phrase("Ready") },
  building: { icon: LoaderCircle, className: "text-running", word: phrase("Building") },
  failed: { icon: CircleAlert, className: "text-failed", word: phrase("Failed") },
  ordered: { icon: Clock, className: "text-waiting", word: phrase("Waiting for a worker") },
  missing: { icon: Clock, className: "text-muted", word: phrase("Not built yet") },
  plain: { icon: Minus, className: "text-muted", word: phrase("Nothing to install") },
};

/** How far a Python environment is. */
export function EnvironmentStateBadge({ state }: { state: ShownEnvironment["state"] }) {
  const { icon: Icon, className, word } = looks[state];
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${className}`}>
      <Icon className={state === "building" ? "animate-spin motion-reduce:animate-none" : ""} />
      {t(word)}
    </span>
  );
}
