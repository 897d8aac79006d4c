import { Check, CircleAlert, CircleDashed, LoaderCircle, Square, Unplug, X } from "lucide-react";
import type { JobStatus } from "@/db/job-state";
import { t } from "@/server/language/text";
import { classNames } from "../ui/class-names";
import { stateLabels } from "./states";

const looks: Record<JobStatus, { icon: typeof Check; className: string; turning?: true; filled?: true }> = {
  submitted: { icon: CircleDashed, className: "text-waiting" },
  queued: { icon: CircleDashed, className: "text-waiting" },
  running: { icon: LoaderCircle, className: "text-running", turning: true },
  completed: { icon: Check, className: "text-completed" },
  failed: { icon: X, className: "text-failed" },
  error: { icon: CircleAlert, className: "text-error" },
  stopped: { icon: Square, className: "text-stopped", filled: true },
  interrupted: { icon: Unplug, className: "text-error" },
};

/** A job's state: an icon and a word, never colour alone. */
export function StateBadge({ status, large }: { status: JobStatus; large?: boolean }) {
  const look = looks[status];
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 align-top whitespace-nowrap",
        look.className,
        large && "text-16 font-semibold",
      )}
    >
      <look.icon
        size={look.filled ? (large ? 16 : 12) : large ? 20 : 16}
        strokeWidth={2.5}
        className={classNames("shrink-0", look.turning && "turning", look.filled && "m-0.5 fill-current")}
      />
      {t(stateLabels[status])}
    </span>
  );
}
