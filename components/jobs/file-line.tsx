import type { JobFileView } from "@/server/jobs/view";
import { buttonClass } from "../ui/button";
import { ByteSize } from "../ui/byte-size";
import { classNames } from "../ui/class-names";
import { Download, Pin } from "../ui/icons";
import { shownName } from "../ui/shown-name";

/** Which files are in one's scrapbook, and what changes that. */
export interface Pins {
  ids: ReadonlySet<number>;
  action: (form: FormData) => Promise<unknown>;
}

/** A file in one line: its path, size, pin and download. */
export function FileLine(props: { file: JobFileView; href: string; pins: Pins | null; className: string }) {
  const { file, href, pins, className } = props;
  const name = shownName(file.path);
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
          <form action={pins.action as (form: FormData) => Promise<void>}>
            <input type="hidden" name="file" value={file.id} />
            <button
              type="submit"
              aria-pressed={pins.ids.has(file.id)}
              aria-label={`${name}: in my scrapbook`}
              title={pins.ids.has(file.id) ? "Remove from my scrapbook" : "Pin to my scrapbook"}
              className={classNames(buttonClass("quiet", "icon"), "size-8 text-faint aria-pressed:text-accent")}
            >
              <Pin className={classNames(pins.ids.has(file.id) && "fill-current")} />
            </button>
          </form>
        ) : null}
        <a
          href={`${href}?download`}
          download
          aria-label={`Download ${name}`}
          className={classNames(buttonClass("quiet", "icon"), "size-8")}
        >
          <Download />
        </a>
      </span>
    </div>
  );
}
