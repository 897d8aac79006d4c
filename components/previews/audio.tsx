import type { PreviewKind, PreviewProps } from "./preview-kind";

/** Sound that the browser plays. */
export const audioKind: PreviewKind = {
  matches: ({ kind }) => kind === "audio",
  needsHead: false,
  Preview: AudioPreview,
};

function AudioPreview({ name, href }: PreviewProps) {
  return (
    <audio controls preload="none" src={href} aria-label={name} className="w-full p-2">
      <track kind="captions" />
    </audio>
  );
}
