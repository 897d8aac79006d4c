import type { FileHead } from "@/server/jobs/file-heads";
import { t } from "@/server/language/text";
import { CodeText } from "../ui/code-text";
import type { PreviewKind, PreviewProps } from "./preview-kind";
import { TextSection } from "./text-section";

/** The start of any other text, in colour if it is source code of a known language. */
export const textKind: PreviewKind = {
  matches: ({ kind }) => kind === "text" || kind === "fasta",
  needsHead: true,
  Preview: TextPreview,
};

function TextPreview({ file, name, head }: PreviewProps) {
  if (!head) return null;
  return (
    <TextSection label={t("Start of {name}", { name })}>
      <FileText path={file.path} head={head} />
    </TextSection>
  );
}

/** The start of a file as text. */
export function FileText({ path, head }: { path: string; head: FileHead }) {
  return (
    <pre dir="auto" className="code-text font-mono text-13">
      <CodeText text={head.text} path={path} />
      {head.isComplete ? "" : "\n…"}
    </pre>
  );
}
