import { LazyView } from "./lazy-view";
import type { PreviewKind, PreviewProps } from "./preview-kind";

/** PDF files, page by page. */
export const pdfKind: PreviewKind = {
  matches: ({ kind }) => kind === "pdf",
  needsHead: false,
  Preview: PdfPreview,
};

function PdfPreview({ file, name, href }: PreviewProps) {
  return <LazyView view="pdf" src={href} name={name} sizeBytes={file.sizeBytes} />;
}
