import { formatNumber } from "@/server/language/format";
import { t } from "@/server/language/text";
import { toSpans } from "../jobs/ansi-spans";
import { CodeText } from "../ui/code-text";
import { MarkdownText } from "../ui/markdown";
import { scrollableAttributes } from "../ui/scrollable";
import type { Notebook, NotebookCell, NotebookOutput } from "./read/notebook";
import { numbered, TableGrid } from "./table-grid";

/** A plain image instead of next/image: its contents are a data URL. */
const Picture = "img";

/** A Jupyter notebook as it was saved. Nothing of it is run. */
export function NotebookView({ name, notebook }: { name: string; notebook: Notebook }) {
  return (
    <section
      aria-label={name}
      {...scrollableAttributes}
      className="flex max-h-(--preview-height) flex-col gap-3 overflow-auto p-3 focus-visible:-outline-offset-2"
    >
      {numbered(notebook.cells).map(({ cells: cell, number }) => (
        <CellView key={number} cell={cell} extension={notebook.extension} />
      ))}
      {notebook.hasMore ? (
        <p className="text-muted">{t("The first {count} cells", { count: formatNumber(notebook.cells.length) })}</p>
      ) : null}
    </section>
  );
}

function CellView({ cell, extension }: { cell: NotebookCell; extension: string }) {
  if (cell.kind === "markdown") {
    // The sanitiser removes addresses of unknown schemes.
    const text = cell.source.replaceAll("](attachment:", "](attachment/");
    return <MarkdownText text={text} findImage={(src) => findAttachment(cell, src)} />;
  }
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex min-w-0 gap-2">
        <span className="w-10 shrink-0 pt-2 text-right font-mono text-12 text-faint">
          {cell.kind === "code" ? `[${cell.executionCount ?? " "}]` : ""}
        </span>
        <pre
          {...scrollableAttributes}
          className="code-text min-w-0 flex-1 overflow-x-auto rounded-control bg-sunken p-2 font-mono text-13"
        >
          {cell.kind === "code" ? <CodeText text={cell.source} path={`cell${extension}`} /> : cell.source}
        </pre>
      </div>
      {numbered(cell.outputs).map(({ cells: output, number }) => (
        <div key={number} className="min-w-0 pl-12">
          <OutputView output={output} />
        </div>
      ))}
    </div>
  );
}

function findAttachment({ attachments }: NotebookCell, src: string): string | undefined {
  const name = src.startsWith("attachment/") ? decodeURIComponent(src.slice("attachment/".length)) : "";
  return Object.hasOwn(attachments, name) ? attachments[name] : undefined;
}

function OutputView({ output }: { output: NotebookOutput }) {
  switch (output.kind) {
    case "image":
      return (
        <Picture src={output.src} alt={t("Picture in the output")} className="max-w-full rounded-control bg-white" />
      );
    case "markdown":
      return <MarkdownText text={output.text} />;
    case "table": {
      const { header, rows } = output.table;
      const width = rows.reduce((most, row) => Math.max(most, row.length), header.length);
      const columns = Array.from({ length: width }, (_, index) => header[index] ?? "");
      return <TableGrid caption={t("Table in the output")} columns={columns} numeric={[]} rows={rows} />;
    }
    default:
      return (
        <pre
          {...scrollableAttributes}
          className={`max-h-96 overflow-auto font-mono text-13 whitespace-pre-wrap ${output.kind === "error" ? "border-l-2 border-failed pl-2" : ""}`}
        >
          {toSpans(output.text, "").map((span) => (
            <span key={span.start} className={span.className || undefined}>
              {span.text}
            </span>
          ))}
        </pre>
      );
  }
}
