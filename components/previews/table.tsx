import { LazyDelimitedTools } from "./lazy-worker-preview";
import type { PreviewKind, PreviewProps } from "./preview-kind";
import { TableView } from "./table-view";

/** CSV and TSV files as tables that can be sorted. */
export const tableKind: PreviewKind = {
  matches: ({ kind }) => kind === "table",
  needsHead: true,
  Preview: TablePreview,
};

function TablePreview({ file, name, href, head }: PreviewProps) {
  if (!head?.table) return null;
  return (
    <>
      <TableView name={name} src={href.replace(/\/files\/(\d+)$/, "/rows/$1")} firstPage={head.table} />
      <LazyDelimitedTools
        name={name}
        file={{ reader: "delimited", path: file.path, sizeBytes: file.sizeBytes, href }}
      />
    </>
  );
}
