import type { ReactNode } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { Key } from "../ui/key";

interface Props {
  /** The uploaded fraction of the files; null until the form is sent. */
  uploaded: number | null;
  note: ReactNode;
}

/** The bar with the button that sends a form, always visible at the bottom. */
export function FormBar({ uploaded, note }: Props) {
  const isUploading = uploaded !== null && uploaded > 0;
  return (
    <div
      data-form-bar
      className="sticky bottom-0 -mx-4 -mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-b-control border-t border-line bg-surface px-4 py-3"
    >
      <Button
        type="submit"
        variant="primary"
        aria-disabled={uploaded !== null || undefined}
        className="min-w-24 justify-center"
      >
        {buttonLabel(uploaded)}
      </Button>
      <span aria-hidden className="hidden text-faint md:inline">
        <Key>{t("Ctrl")}</Key> <Key>⏎</Key>
      </span>
      <span className="text-muted">{note}</span>
      {isUploading ? <progress aria-label={t("Upload")} value={uploaded} max={1} className="h-1.5 w-full" /> : null}
    </div>
  );
}

/** `uploaded` is the uploaded fraction of the files; null until the form is sent. */
function buttonLabel(uploaded: number | null): string {
  if (uploaded === null) return t("Run");
  return uploaded > 0 && uploaded < 1
    ? t("Uploading {percent} %", { percent: Math.round(uploaded * 100) })
    : t("Starting…");
}
