import { Download, Pin, ShieldAlert } from "lucide-react";
import type { JobFileView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { ByteSize } from "../ui/byte-size";
import { classNames } from "../ui/class-names";
import { displayName } from "../ui/display-name";
import { ignoreResult } from "../ui/ignore-result";
import { Link } from "../ui/link";

/** The ids of the files in the user's scrapbook. */
export type Pins = ReadonlySet<number>;

const pinFormId = "pin";

/** The form that all pins of a page submit. */
export function PinForm({ action }: { action: (form: FormData) => Promise<unknown> }) {
  return <form id={pinFormId} action={ignoreResult(action)} hidden />;
}

const lineButton =
  "inline-grid size-8 place-items-center rounded-control text-muted hover:bg-hover hover:text-ink aria-pressed:text-accent";

/** Pins a file to the scrapbook, or removes it. The page needs a PinForm. */
export function PinButton({ fileId, name, isPinned }: { fileId: number; name: string; isPinned: boolean }) {
  return (
    <button
      type="submit"
      form={pinFormId}
      name="file"
      value={fileId}
      aria-pressed={isPinned}
      aria-label={t("{name}: pinned to my scrapbook", { name })}
      title={isPinned ? t("Remove from my scrapbook") : t("Pin to my scrapbook")}
      className={lineButton}
    >
      <Pin className={classNames(isPinned && "fill-current")} />
    </button>
  );
}

interface Props {
  file: JobFileView;
  /** The address of its contents: `/jobs/<uuid or id>/files/<id>`. */
  href: string;
  pins: Pins | null;
  className: string;
}

/**
 * A file in one line: its path, size, pin and download; for a file that cannot be opened, the reason. A page with pins
 * also needs a PinForm.
 */
export function FileLine({ file, href, pins, className }: Props) {
  const name = displayName(file.path);
  if (file.withheld !== null)
    return <WithheldFile file={file} reason={file.withheld} pins={pins} className={className} />;
  return (
    <div className={classNames("flex h-9 items-center gap-2 text-13", className)}>
      <Link href={browsePath(href)} className="min-w-0 truncate hover:underline" title={name}>
        <bdi>{name}</bdi>
      </Link>
      <span className="ml-auto shrink-0 text-muted">
        <ByteSize bytes={file.sizeBytes} />
      </span>
      <span className="flex shrink-0">
        {pins ? <PinButton fileId={file.id} name={name} isPinned={pins.has(file.id)} /> : null}
        <a href={`${href}?download`} download aria-label={t("Download {name}", { name })} className={lineButton}>
          <Download />
        </a>
      </span>
    </div>
  );
}

/** The page that shows the file with this address large, next to the other files of its job. */
function browsePath(href: string): string {
  return `${href.replace(/\/files\/(\d+)$/, "/browse/$1")}/`;
}

function WithheldFile(props: { file: JobFileView; reason: string; pins: Pins | null; className: string }) {
  const { file, reason, pins, className } = props;
  const name = displayName(file.path);
  return (
    <div className={classNames("flex items-center gap-2 py-1.5 text-13", className)}>
      <div className="flex min-w-0 flex-col">
        <bdi className="truncate" title={name}>
          {name}
        </bdi>
        <span className="flex gap-1.5 text-muted">
          <ShieldAlert className="mt-0.5 shrink-0 text-error" />
          {reason}
        </span>
      </div>
      {/* It can only be removed from the scrapbook. */}
      {pins?.has(file.id) ? (
        <span className="ml-auto">
          <PinButton fileId={file.id} name={name} isPinned />
        </span>
      ) : null}
    </div>
  );
}
