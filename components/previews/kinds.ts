import { audioKind } from "./audio";
import { htmlKind } from "./html";
import { imageKind } from "./image";
import { jsonKind } from "./json";
import { markdownKind } from "./markdown";
import { pdfKind } from "./pdf";
import { plotlyKind } from "./plotly";
import type { PreviewedFile, PreviewKind } from "./preview-kind";
import { svgKind } from "./svg";
import { tableKind } from "./table";
import { textKind } from "./text";
import { videoKind } from "./video";
import { workerKind } from "./worker-kind";

/** All kinds of previews. Kinds that match by name come before those that match any text. */
const previewKinds: readonly PreviewKind[] = [
  imageKind,
  svgKind,
  htmlKind,
  pdfKind,
  audioKind,
  videoKind,
  plotlyKind,
  workerKind,
  tableKind,
  markdownKind,
  jsonKind,
  textKind,
];

/** The kind of preview that shows a file; undefined if none does, or if the file is empty or cannot be opened. */
export function findPreviewKind(file: PreviewedFile): PreviewKind | undefined {
  const canShow = file.sizeBytes > 0 && file.withheld === null;
  return canShow ? previewKinds.find((kind) => kind.matches(file)) : undefined;
}

export function hasPreview(file: PreviewedFile): boolean {
  return findPreviewKind(file) !== undefined;
}

/** Whether the server reads the start of the file for its preview. */
export function needsHead(file: PreviewedFile): boolean {
  return findPreviewKind(file)?.needsHead ?? false;
}
