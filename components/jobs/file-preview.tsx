import type { TablePage } from "@/server/jobs/table-rows";
import type { JobFileView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { CodeText } from "../ui/code-text";
import { displayName } from "../ui/display-name";
import { JsonTree } from "../ui/json-tree";
import { Lightbox } from "../ui/lightbox";
import { MarkdownText } from "../ui/markdown";
import { scrollableAttributes } from "../ui/scrollable";
import { PdfView } from "./pdf-view";
import { TableView } from "./table-view";

export interface PreviewText {
  text: string;
  /** The text is the full file. */
  isComplete: boolean;
  /** The first rows of a CSV or TSV file, in place of its text. */
  table?: TablePage;
  /** Why the browser must not show an image. */
  refusal?: string;
}

const textKinds: ReadonlySet<JobFileView["kind"]> = new Set(["table", "text", "markdown", "json", "fasta"]);
/** The kinds of files that the browser loads and shows. */
const mediaKinds: ReadonlySet<JobFileView["kind"]> = new Set(["image", "svg", "html", "pdf", "audio", "video"]);

/** Whether the preview needs the start of the file: to show its text, or to check the size of an image. */
export function needsHead({ kind }: Pick<JobFileView, "kind">): boolean {
  return textKinds.has(kind) || kind === "image";
}

export function hasPreview(file: JobFileView): boolean {
  return file.sizeBytes > 0 && (textKinds.has(file.kind) || mediaKinds.has(file.kind));
}

interface Props {
  file: JobFileView;
  /** The address of its contents. */
  href: string;
  /** The start of the file, for kinds that need it. */
  head: PreviewText | undefined;
}

/** A preview of a file. HTML and SVG are shown in a sandboxed frame without scripts. */
export function FilePreview({ file, href, head }: Props) {
  const name = displayName(file.path);
  switch (file.kind) {
    case "image":
      if (head?.refusal) return <p className="p-3 text-muted">{head.refusal}</p>;
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
      return head ? <TextPreview file={file} name={name} href={href} head={head} /> : null;
  }
}

interface TextPreviewProps {
  file: JobFileView;
  name: string;
  href: string;
  head: PreviewText;
}

function TextPreview({ file, name, href, head }: TextPreviewProps) {
  if (head.table)
    return <TableView name={name} src={href.replace(/\/files\/(\d+)$/, "/rows/$1")} firstPage={head.table} />;
  return (
    <section
      aria-label={file.kind === "markdown" ? name : t("Start of {name}", { name })}
      {...scrollableAttributes}
      className="max-h-80 overflow-auto p-3 focus-visible:-outline-offset-2"
    >
      <TextContents file={file} head={head} />
    </section>
  );
}

function TextContents({ file, head }: { file: JobFileView; head: PreviewText }) {
  if (file.kind === "markdown") return <MarkdownText text={head.text} />;
  const json = file.kind === "json" && head.isComplete ? parseJson(head.text) : undefined;
  if (json !== undefined) return <JsonTree value={json} />;
  return (
    <pre dir="auto" className="code-text font-mono text-13">
      <CodeText text={head.text} path={file.path} />
      {head.isComplete ? "" : "\n…"}
    </pre>
  );
}

/** The value of a JSON text; undefined if it is invalid. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
