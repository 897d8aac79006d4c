import type { PreviewKind } from "./preview-kind";
import { StaticFrame } from "./static-frame";

/** Vector pictures. They can contain scripts, so they are shown in a frame. */
export const svgKind: PreviewKind = {
  matches: ({ kind }) => kind === "svg",
  needsHead: false,
  Preview: StaticFrame,
};
