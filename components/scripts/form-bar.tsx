import { type ReactNode, Suspense } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { Key } from "../ui/key";
import { loadable } from "../ui/loadable";
import { useIsUploading } from "../uploads/upload-progress";

interface Props {
  isSending: boolean;
  note: ReactNode;
}

const UploadBar = loadable(async () => (await import("../uploads/upload-bar")).UploadBar);

/** The bar with the button that sends a form, always visible at the bottom, and with the progress of its upload. */
export function FormBar({ isSending, note }: Props) {
  const isUploading = useIsUploading();
  const sendingLabel = isUploading ? t("Uploading…") : t("Starting…");
  return (
    <div
      data-form-bar
      className="sticky bottom-0 -mx-4 -mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-b-control border-t border-line bg-surface px-4 py-3"
    >
      <Button
        type="submit"
        variant="primary"
        aria-disabled={isSending || undefined}
        className="min-w-24 justify-center"
      >
        {isSending ? sendingLabel : t("Run")}
      </Button>
      <span aria-hidden className="hidden text-faint md:inline">
        <Key>{t("Ctrl")}</Key> <Key>⏎</Key>
      </span>
      <span className="text-muted">{note}</span>
      {isUploading ? (
        <Suspense>
          <UploadBar />
        </Suspense>
      ) : null}
    </div>
  );
}
