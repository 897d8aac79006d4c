import { t } from "@/server/language/text";
import { JsonTree } from "../ui/json-tree";
import type { PreviewKind, PreviewProps } from "./preview-kind";
import { FileText } from "./text";
import { TextSection } from "./text-section";

/** JSON as a tree that can be collapsed. Files that are too long or invalid are shown as text. */
export const jsonKind: PreviewKind = {
  matches: ({ kind }) => kind === "json",
  needsHead: true,
  Preview: JsonPreview,
};

function JsonPreview({ file, name, head }: PreviewProps) {
  if (!head) return null;
  const value = head.isComplete ? parseJson(head.text) : undefined;
  return (
    <TextSection label={t("Start of {name}", { name })}>
      {value === undefined ? <FileText path={file.path} head={head} /> : <JsonTree value={value} />}
    </TextSection>
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
