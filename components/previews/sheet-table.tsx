"use client";

import { useCallback, useEffect, useState } from "react";
import { isNumeric } from "@/server/files/table-text";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { type ProblemCode, problemText } from "./read/problem";
import { TableGrid } from "./table-grid";
import { TableTools } from "./table-tools";
import type { PreviewClient } from "./worker/preview-client";
import type { TableHead } from "./worker/protocol";
import { codeOf } from "./worker/use-preview";

interface Props {
  name: string;
  /** The index of the table in its file. */
  index: number;
  table: TableHead;
  client: PreviewClient;
}

/** A table that a worker reads, page by page, with the statistics of its columns and a plot. */
export function SheetTable({ name, index, table, client }: Props) {
  const [rows, setRows] = useState<string[][] | null>(null);
  const [hasMore, setHasMore] = useState(false);
  const [problem, setProblem] = useState<ProblemCode | null>(null);
  const load = useCallback(async () => {
    try {
      const page = await client.call("nextRows", { table: index });
      setRows((known) => [...(known ?? []), ...page.rows]);
      setHasMore(page.hasMore);
    } catch (error) {
      setProblem(codeOf(error));
      setHasMore(false);
    }
  }, [client, index]);
  useEffect(() => void load(), [load]);

  const caption = t("First rows of {name}", { name: table.name === null ? name : `${name}, ${table.name}` });
  return (
    <>
      {rows ? (
        <TableGrid
          caption={caption}
          columns={table.columns}
          numeric={table.columns.map((_, column) => isNumeric(rows, column))}
          rows={rows}
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-2 border-t border-line px-2 py-1 text-13 text-muted">
        {hasMore ? (
          <Button size="small" variant="quiet" onClick={() => void load()}>
            {t("More rows")}
          </Button>
        ) : null}
        <span role={problem ? "alert" : "status"}>{problem ? problemText(problem) : shownText(table, rows)}</span>
      </div>
      {rows && rows.length > 0 ? (
        <TableTools name={name} summarize={(onProgress) => client.call("summarize", { table: index }, onProgress)} />
      ) : null}
    </>
  );
}

function shownText({ rowCount, hiddenColumns }: TableHead, rows: string[][] | null): string {
  if (!rows) return t("Opening…");
  const shown =
    rowCount === null || rowCount <= rows.length
      ? t("{count, number} shown", { count: rows.length })
      : t("{count, number} of {all, number} shown", { count: rows.length, all: rowCount });
  if (hiddenColumns === 0) return shown;
  return `${shown} · ${t("{count, plural, one {# more column} other {# more columns}}", { count: hiddenColumns })}`;
}
