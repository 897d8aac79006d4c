import { t } from "@/server/language/text";
import type { Progress } from "./progress";

/** The progress that the script reports. */
export function JobProgress({ fraction, left }: Progress) {
  const percent = Math.round(fraction * 100);
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 tabular">
      <progress
        aria-label={t("Progress")}
        value={percent}
        max={100}
        className="h-2 min-w-20 flex-1 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-running [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-running"
      />
      <span className="text-13 text-muted">
        {percent} %{left ? ` · ${t("{time} left", { time: left })}` : ""}
      </span>
    </div>
  );
}
