import type { JobFileView } from "@/server/jobs/view";
import { MarkdownText } from "../ui/markdown";
import { TablePreview } from "./table-preview";

export interface PreviewText {
  text: string;
  isWhole: boolean;
}

/** The kinds whose preview is drawn from the beginning of their text. */
export const textKinds: ReadonlySet<JobFileView["kind"]> = new Set(["table", "text", "markdown", "json", "fasta"]);
/** The kinds that the browser shows from the file itself. */
const mediaKinds: ReadonlySet<JobFileView["kind"]> = new Set(["image", "svg", "html", "pdf", "audio", "video"]);

export function hasPreview(file: JobFileView): boolean {
  return file.sizeBytes > 0 && (textKinds.has(file.kind) || mediaKinds.has(file.kind));
}

/** Not next/image: a file of a job lies behind its own permissions and is sent as it is. */
const Picture = "img";

interface Props {
  file: JobFileView;
  /** Where its bytes are. */
  href: string;
  head: PreviewText | undefined;
}

/** A file as it looks, in place. HTML and SVG are shown in a frame in which nothing of theirs can run. */
export function FilePreview({ file, href, head }: Props) {
  switch (file.kind) {
    case "image":
      return (
        <a href={href} className="block bg-sunken focus-visible:-outline-offset-2">
          <Picture src={href} alt={file.path} loading="lazy" className="mx-auto h-64 w-full object-contain" />
        </a>
      );
    case "html":
    case "svg":
      return (
        <iframe src={`${href}?preview`} title={file.path} sandbox="" loading="lazy" className="h-72 w-full bg-white" />
      );
    case "pdf":
      return <iframe src={href} title={file.path} loading="lazy" className="h-96 w-full" />;
    case "audio":
      return (
        <audio controls preload="none" src={href} aria-label={file.path} className="w-full p-2">
          <track kind="captions" />
        </audio>
      );
    case "video":
      return (
        <video controls preload="metadata" src={href} aria-label={file.path} className="max-h-80 w-full">
          <track kind="captions" />
        </video>
      );
    default:
      return head ? <TextPreview file={file} head={head} /> : null;
  }
}

function TextPreview({ file, head }: { file: JobFileView; head: PreviewText }) {
  if (file.kind === "table") return <TablePreview name={file.path} text={head.text} isWhole={head.isWhole} />;
  if (file.kind === "markdown") {
    return (
      <section
        aria-label={file.path}
        {...{ tabIndex: 0 }}
        className="max-h-80 overflow-auto p-3 focus-visible:-outline-offset-2"
      >
        <MarkdownText text={head.text} />
      </section>
    );
  }
  return (
    <section
      aria-label={`Beginning of ${file.path}`}
      {...{ tabIndex: 0 }}
      className="max-h-80 overflow-auto p-3 focus-visible:-outline-offset-2"
    >
      <pre className="font-mono text-13">
        {file.kind === "json" ? indented(head) : head.text}
        {head.isWhole ? "" : "\n…"}
      </pre>
    </section>
  );
}

/** JSON as it is easiest to read; a cut or broken one as it is. */
function indented({ text, isWhole }: PreviewText): string {
  if (!isWhole) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
