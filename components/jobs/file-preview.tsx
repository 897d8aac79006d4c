import type { TablePage } from "@/server/jobs/table-rows";
import type { JobFileView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { CodeText } from "../ui/code-text";
import { displayName } from "../ui/display-name";
import { JsonTree } from "../ui/json-tree";
import { Lightbox } from "../ui/lightbox";
import { MarkdownText } from "../ui/markdown";
import { PdfView } from "./pdf-view";
import { TableView } from "./table-view";

export interface PreviewText {
  text: string;
  isWhole: boolean;
  /** A CSV or TSV file's first rows, in the place of its text. */
  table?: TablePage;
}

/** The kinds whose preview is drawn from the beginning of their text. */
export const textKinds: ReadonlySet<JobFileView["kind"]> = new Set(["table", "text", "markdown", "json", "fasta"]);
/** The kinds that the browser shows from the file itself. */
const mediaKinds: ReadonlySet<JobFileView["kind"]> = new Set(["image", "svg", "html", "pdf", "audio", "video"]);

export function hasPreview(file: JobFileView): boolean {
  return file.sizeBytes > 0 && (textKinds.has(file.kind) || mediaKinds.has(file.kind));
}

interface Props {
  file: JobFileView;
  /** Where its bytes are. */
  href: string;
  head: PreviewText | undefined;
}

/** A file as it looks, in place. HTML and SVG are shown in a frame in which nothing of theirs can run. */
export function FilePreview({ file, href, head }: Props) {
  const name = displayName(file.path);
  switch (file.kind) {
    case "image":
      return <Lightbox id={`picture-${file.id}`} src={href} name={name} />;
    case "html":
    case "svg":
      return <iframe src={`${href}?preview`} title={name} sandbox="" loading="lazy" className="h-72 w-full bg-white" />;
    case "pdf":
      return <PdfView src={href} name={name} />;
    case "audio":
      return (
        <audio controls preload="none" src={href} aria-label={name} className="w-full p-2">
          <track kind="captions" />
        </audio>
      );
    case "video":
      return (
        <video controls preload="metadata" src={href} aria-label={name} className="max-h-80 w-full">
          <track kind="captions" />
        </video>
      );
    default:
      return head ? <TextPreview {...{ file, name, href, head }} /> : null;
  }
}

function TextPreview({ file, name, href, head }: { file: JobFileView; name: string; href: string; head: PreviewText }) {
  if (head.table) return <TableView name={name} src={href.replace(/\/files\/(\d+)$/, "/rows/$1")} first={head.table} />;
  const json = file.kind === "json" && head.isWhole ? parsed(head.text) : undefined;
  return (
    <section
      aria-label={file.kind === "markdown" ? name : t("Start of {name}", { name })}
      {...{ tabIndex: 0 }}
      className="max-h-80 overflow-auto p-3 focus-visible:-outline-offset-2"
    >
      {file.kind === "markdown" ? (
        <MarkdownText text={head.text} />
      ) : json === undefined ? (
        <pre dir="auto" className="code-text font-mono text-13">
          <CodeText text={head.text} path={file.path} />
          {head.isWhole ? "" : "\n…"}
        </pre>
      ) : (
        <JsonTree value={json} />
      )}
    </section>
  );
}

/** What a JSON text says; undefined when it is broken. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
