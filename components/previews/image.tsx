import { Lightbox } from "../ui/lightbox";
import type { PreviewKind, PreviewProps } from "./preview-kind";

/** Pictures that the browser can show, unless they have too many pixels. */
export const imageKind: PreviewKind = {
  matches: ({ kind }) => kind === "image",
  needsHead: true,
  Preview: ImagePreview,
};

function ImagePreview({ file, name, href, head }: PreviewProps) {
  if (head?.refusal) return <p className="p-3 text-muted">{head.refusal}</p>;
  return <Lightbox id={`picture-${file.id}`} src={href} name={name} />;
}
