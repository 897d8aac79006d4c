"use client";

import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import type { FormField } from "@/command-line/form";
import { currentLanguage, t } from "@/server/language/text";
import { Button } from "../ui/button";
import { fieldId } from "./field-data";
import { ScalarControl } from "./scalar-control";

/** Values one under the other, as many as wanted; a grouped field's row is itself a line of several values. */
export function RowsControl({ field, rows: given }: { field: FormField; rows: string[][] }) {
  const width = field.grouped ? Math.max(field.items?.maximum ?? 1, ...given.map((row) => row.length + 1), 2) : 1;
  const nextKey = useRef(1000);
  const [rows, setRows] = useState(() => {
    const least = Math.max(1, field.items?.minimum ?? 0, given.length);
    return Array.from({ length: least }, (_, key) => ({ key, texts: given[key] ?? [] }));
  });
  const id = fieldId(field.path);

  function add() {
    const key = nextKey.current++;
    setRows([...rows, { key, texts: [] }]);
    requestAnimationFrame(() => document.getElementById(`${id}-row-${key}`)?.focus());
  }

  return (
    <div className="flex flex-col gap-2">
      {rows.map((row, index) => (
        <div key={row.key} className="flex items-start gap-1">
          {Array.from({ length: width }, (_, place) => ({ place, text: row.texts[place] }) satisfies RowCell).map(
            (cell) => (
              <span key={cell.place} className="min-w-20 flex-1">
                <ScalarControl
                  field={field}
                  value={cell.text}
                  control={{
                    id: index === 0 && cell.place === 0 ? id : cell.place === 0 ? `${id}-row-${row.key}` : undefined,
                    name: field.grouped ? `${field.path}[${index}]` : field.path,
                    "aria-label": cellName(field.label, index + 1, width > 1 ? cell.place + 1 : null),
                    "aria-describedby": `${id}-error ${id}-help`,
                  }}
                />
              </span>
            ),
          )}
          <Button
            variant="quiet"
            size="icon"
            aria-label={t("Remove row {row} of {field}", { row: index + 1, field: field.label })}
            disabled={rows.length === 1}
            onClick={() => setRows(rows.filter((other) => other !== row))}
            data-changes-form
          >
            <X />
          </Button>
        </div>
      ))}
      {field.items?.maximum !== undefined && !field.grouped && rows.length >= field.items.maximum ? null : (
        <Button variant="quiet" size="small" onClick={add} className="self-start">
          <Plus />
          {t("Add {field}", { field: currentLanguage() === "en" ? field.label.toLowerCase() : field.label })}
        </Button>
      )}
    </div>
  );
}

function cellName(field: string, row: number, value: number | null): string {
  return value === null
    ? t("{field}, row {row}", { field, row })
    : t("{field}, row {row}, value {value}", { field, row, value });
}

interface RowCell {
  place: number;
  text: string | undefined;
}
