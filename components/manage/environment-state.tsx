import { Check, CircleAlert, Clock, LoaderCircle, Minus } from "lucide-react";
import type { ShownEnvironment } from "@/server/environments/overview";
import { phrase, t } from "@/server/language/text";

const styles = {
  ready: { icon: Check, className: "text-completed", label: phrase("Ready") },
  building: { icon: LoaderCircle, className: "text-running", label: phrase("Building") },
  failed: { icon: CircleAlert, className: "text-failed", label: phrase("Failed") },
  ordered: { icon: Clock, className: "text-waiting", label: phrase("Waiting for a worker") },
  missing: { icon: Clock, className: "text-muted", label: phrase("Not built yet") },
  plain: { icon: Minus, className: "text-muted", label: phrase("Nothing to install") },
};

/** The state of a Python environment. */
export function EnvironmentStateBadge({ state }: { state: ShownEnvironment["state"] }) {
  const { icon: Icon, className, label } = styles[state];
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${className}`}>
      <Icon className={state === "building" ? "animate-spin motion-reduce:animate-none" : ""} />
      {t(label)}
    </span>
  );
}
