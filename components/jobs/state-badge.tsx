import { Check, CircleAlert, CircleDashed, LoaderCircle, Square, Unplug, X } from "lucide-react";
import type { JobStatus } from "@/db/job-state";
import { t } from "@/server/language/text";
import { classNames } from "../ui/class-names";
import { stateLabels } from "./states";

const styles: Record<JobStatus, { icon: typeof Check; className: string; isTurning?: true; isSolid?: true }> = {
  submitted: { icon: CircleDashed, className: "text-waiting" },
  queued: { icon: CircleDashed, className: "text-waiting" },
  running: { icon: LoaderCircle, className: "text-running", isTurning: true },
  completed: { icon: Check, className: "text-completed" },
  failed: { icon: X, className: "text-failed" },
  error: { icon: CircleAlert, className: "text-error" },
  stopped: { icon: Square, className: "text-stopped", isSolid: true },
  interrupted: { icon: Unplug, className: "text-error" },
};

/** A square without strokes looks larger than the other icons. */
function iconSize({ isLarge = false, isSolid = false }): number {
  if (isLarge) return isSolid ? 16 : 20;
  return isSolid ? 12 : 16;
}

/** A job's state: an icon and a word, never colour alone. */
export function StateBadge({ status, isLarge }: { status: JobStatus; isLarge?: boolean }) {
  const { icon: Icon, className, isTurning, isSolid } = styles[status];
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 align-top whitespace-nowrap",
        className,
        isLarge && "text-16 font-semibold",
      )}
    >
      <Icon
        size={iconSize({ isLarge, isSolid })}
        strokeWidth={2.5}
        className={classNames("shrink-0", isTurning && "turning", isSolid && "m-0.5 fill-current")}
      />
      {t(stateLabels[status])}
    </span>
  );
}
