import { LazyWorkerPreview } from "./lazy-worker-preview";
import type { PreviewKind, PreviewProps } from "./preview-kind";
import { readerOf } from "./reader-of";

/** Files that a worker in the browser reads: notebooks, workbooks, Parquet, genomic formats and archives. */
export const workerKind: PreviewKind = {
  matches: (file) => readerOf(file) !== null,
  needsHead: false,
  Preview: WorkerKindPreview,
};

function WorkerKindPreview({ file, name, href }: PreviewProps) {
  const reader = readerOf(file);
  if (!reader) return null;
  return <LazyWorkerPreview name={name} file={{ reader, path: file.path, sizeBytes: file.sizeBytes, href }} />;
}
