import { MarkdownText } from "../ui/markdown";
import type { PreviewKind, PreviewProps } from "./preview-kind";
import { TextSection } from "./text-section";

/** Markdown as formatted text. */
export const markdownKind: PreviewKind = {
  matches: ({ kind }) => kind === "markdown",
  needsHead: true,
  Preview: MarkdownPreview,
};

function MarkdownPreview({ name, href, head }: PreviewProps) {
  if (!head) return null;
  const findImage = (src: string) => {
    const id = head.images?.get(src);
    return id === undefined ? undefined : href.replace(/\d+$/, String(id));
  };
  return (
    <TextSection label={name}>
      <MarkdownText text={head.text} findImage={findImage} />
    </TextSection>
  );
}
