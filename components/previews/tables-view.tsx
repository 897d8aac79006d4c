"use client";

import { useState } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { SheetTable } from "./sheet-table";
import type { PreviewClient } from "./worker/preview-client";
import type { TableHead } from "./worker/protocol";

interface Props {
  name: string;
  tables: TableHead[];
  client: PreviewClient;
}

/** The table of a file, or the sheets of a workbook. */
export function TablesView({ name, tables, client }: Props) {
  const [index, setIndex] = useState(0);
  const table = tables[index];
  if (!table) return <p className="p-3 text-muted">{t("The file is empty.")}</p>;
  return (
    <>
      {tables.length > 1 ? (
        <fieldset className="flex flex-wrap gap-1 border-b border-line p-1">
          <legend className="sr-only">{t("Sheets")}</legend>
          {tables.map((each, number) => (
            <Button
              key={each.name}
              size="small"
              variant={number === index ? "pressed" : "quiet"}
              aria-pressed={number === index}
              onClick={() => setIndex(number)}
            >
              <bdi>{each.name}</bdi>
            </Button>
          ))}
        </fieldset>
      ) : null}
      <SheetTable key={index} name={name} index={index} table={table} client={client} />
    </>
  );
}
