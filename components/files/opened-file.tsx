import { Download, ExternalLink } from "lucide-react";
import type { CSSProperties } from "react";
import type { OpenedJobFile } from "@/server/jobs/download";
import type { FileHead } from "@/server/jobs/file-heads";
import { t } from "@/server/language/text";
import { PinButton, PinForm } from "../jobs/file-line";
import { FilePreview } from "../previews/file-preview";
import { hasPreview } from "../previews/kinds";
import { buttonClass } from "../ui/button";
import { ByteSize } from "../ui/byte-size";
import { displayName } from "../ui/display-name";
import { Timestamp } from "../ui/timestamp";

interface Props {
  file: OpenedJobFile;
  /** The address of its contents. */
  href: string;
  head: FileHead | undefined;
  /** Whether it is in the user's scrapbook; null if it cannot be pinned. */
  isPinned: boolean | null;
  pinAction: (form: FormData) => Promise<unknown>;
}

// Custom properties are not in React's type; these are lengths.
const heights = {
  "--preview-height": "max(20rem, calc(100dvh - 20rem))",
  "--picture-height": "max(20rem, calc(100dvh - 20rem))",
} as CSSProperties;

/** One file of a job with a large preview. */
export function OpenedFile({ file, href, head, isPinned, pinAction }: Props) {
  const name = displayName(file.path);
  return (
    <article
      aria-labelledby="opened-file"
      style={heights}
      className="flex min-w-0 flex-col overflow-hidden rounded-control border border-line bg-surface"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2">
        <div className="min-w-0 flex-1 basis-56">
          <h2 id="opened-file" className="font-medium break-words">
            <bdi>{name}</bdi>
          </h2>
          <p className="flex flex-wrap gap-x-1.5 text-13 text-muted">
            <ByteSize bytes={file.sizeBytes} />
            <span aria-hidden>·</span>
            <Timestamp at={file.createdAt} />
          </p>
        </div>
        {isPinned === null ? null : (
          <>
            <PinForm action={pinAction} />
            <PinButton fileId={file.id} name={name} isPinned={isPinned} />
          </>
        )}
        <a href={href} target="_blank" rel="noreferrer" className={buttonClass("quiet", "small")}>
          <ExternalLink />
          {t("Open in a new tab")}
        </a>
        <a href={`${href}?download`} download className={buttonClass("plain", "small")}>
          <Download />
          {t("Download")}
        </a>
      </header>
      {hasPreview(file) ? <FilePreview file={file} href={href} head={head} isOpened /> : <NoPreview file={file} />}
    </article>
  );
}

function NoPreview({ file: { sizeBytes, withheld } }: { file: OpenedJobFile }) {
  const reason = sizeBytes === 0 ? t("The file is empty.") : t("This file cannot be shown here. Download it instead.");
  return <p className="p-4 text-muted">{withheld ?? reason}</p>;
}
