import { MarkdownText } from "../ui/markdown";
import type { PreviewKind, PreviewProps } from "./preview-kind";
import { TextSection } from "./text-section";

/** Markdown as formatted text. */
export const markdownKind: PreviewKind = {
  matches: ({ kind }) => kind === "markdown",
  needsHead: true,
  Preview: MarkdownPreview,
};

function MarkdownPreview({ name, head }: PreviewProps) {
  if (!head) return null;
  return (
    <TextSection label={name}>
      <MarkdownText text={head.text} />
    </TextSection>
  );
}
