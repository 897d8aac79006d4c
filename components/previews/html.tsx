import type { PreviewKind } from "./preview-kind";
import { StaticFrame } from "./static-frame";

/** HTML documents. */
export const htmlKind: PreviewKind = {
  matches: ({ kind }) => kind === "html",
  needsHead: false,
  Preview: StaticFrame,
};
