import type { PreviewKind, PreviewProps } from "./preview-kind";

/** Videos that the browser plays. */
export const videoKind: PreviewKind = {
  matches: ({ kind }) => kind === "video",
  needsHead: false,
  Preview: VideoPreview,
};

function VideoPreview({ name, href }: PreviewProps) {
  return (
    <video controls preload="metadata" src={href} aria-label={name} className="max-h-(--preview-height) w-full">
      <track kind="captions" />
    </video>
  );
}
