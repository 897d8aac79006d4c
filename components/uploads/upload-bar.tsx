import { formatBytes, formatCoarseDuration } from "@/server/language/format";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { useUploadProgress } from "./upload-progress";

/** How far the upload is, how fast it goes, and a button to cancel it. It is loaded when the first upload starts. */
export function UploadBar() {
  const progress = useUploadProgress();
  if (!progress) return null;
  const { sentBytes, totalBytes, bytesPerSecond, isReconnecting, cancel } = progress;
  const parts = [
    t("{sent} of {total}", { sent: formatBytes(sentBytes), total: formatBytes(totalBytes) }),
    bytesPerSecond === null ? "" : t("{size} per second", { size: formatBytes(bytesPerSecond) }),
    timeLeft(totalBytes - sentBytes, bytesPerSecond),
  ];
  return (
    <div className="flex w-full flex-wrap items-center gap-x-3 gap-y-1">
      <progress
        aria-label={t("Upload")}
        value={sentBytes}
        max={totalBytes}
        className="h-2 min-w-32 flex-1 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-running [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-running"
      />
      <span className="text-13 text-muted tabular">{parts.filter(Boolean).join(" · ")}</span>
      <Button size="small" onClick={cancel}>
        {t("Cancel upload")}
      </Button>
      <p role="status" className="w-full text-13 empty:hidden">
        {isReconnecting ? t("The connection was lost. Trying to continue the upload …") : null}
      </p>
    </div>
  );
}

function timeLeft(bytes: number, bytesPerSecond: number | null): string {
  if (!bytesPerSecond || bytes === 0) return "";
  return t("{time} left", { time: formatCoarseDuration((bytes / bytesPerSecond) * 1000) });
}
