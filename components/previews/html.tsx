import type { PreviewKind, PreviewProps } from "./preview-kind";
import { ReportFrame } from "./report-frame";
import { StaticFrame } from "./static-frame";

/**
 * HTML documents. One with scripts runs in a frame of its own page, which has neither our origin nor a network, and only
 * where the reader opened it.
 */
export const htmlKind: PreviewKind = {
  matches: ({ kind }) => kind === "html",
  needsHead: true,
  Preview: HtmlPreview,
};

function HtmlPreview({ name, href, head, isOpened }: PreviewProps) {
  const hasScripts = !head?.isComplete || /<script[\s>]/i.test(head.text);
  if (!hasScripts) return <StaticFrame href={href} name={name} />;
  return <ReportFrame name={name} href={href} isOpened={isOpened} />;
}
