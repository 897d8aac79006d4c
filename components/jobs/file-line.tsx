import { Download, Pin } from "lucide-react";
import type { JobFileView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { ByteSize } from "../ui/byte-size";
import { classNames } from "../ui/class-names";
import { displayName } from "../ui/display-name";
import { ignoreResult } from "../ui/ignore-result";

/** The ids of the files in the user's scrapbook. */
export type Pins = ReadonlySet<number>;

const pinFormId = "pin";

/** The form that all pins of a page submit. */
export function PinForm({ action }: { action: (form: FormData) => Promise<unknown> }) {
  return <form id={pinFormId} action={ignoreResult(action)} hidden />;
}

const lineButton =
  "inline-grid size-8 place-items-center rounded-control text-muted hover:bg-hover hover:text-ink aria-pressed:text-accent";

/** A file in one line: its path, size, pin and download. A page with pins also needs a PinForm. */
export function FileLine(props: { file: JobFileView; href: string; pins: Pins | null; className: string }) {
  const { file, href, pins, className } = props;
  const name = displayName(file.path);
  return (
    <div className={classNames("flex h-9 items-center gap-2 text-13", className)}>
      <a href={href} className="min-w-0 truncate hover:underline" title={name}>
        <bdi>{name}</bdi>
      </a>
      <span className="ml-auto shrink-0 text-muted">
        <ByteSize bytes={file.sizeBytes} />
      </span>
      <span className="flex shrink-0">
        {pins ? (
          <button
            type="submit"
            form={pinFormId}
            name="file"
            value={file.id}
            aria-pressed={pins.has(file.id)}
            aria-label={t("{name}: pinned to my scrapbook", { name })}
            title={pins.has(file.id) ? t("Remove from my scrapbook") : t("Pin to my scrapbook")}
            className={lineButton}
          >
            <Pin className={classNames(pins.has(file.id) && "fill-current")} />
          </button>
        ) : null}
        <a href={`${href}?download`} download aria-label={t("Download {name}", { name })} className={lineButton}>
          <Download />
        </a>
      </span>
    </div>
  );
}
