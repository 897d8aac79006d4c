"use client";

import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import type { FormField } from "@/command-line/form";
import { currentLanguage, t } from "@/server/language/text";
import { Button } from "../ui/button";
import { fieldId } from "./field-data";
import { ScalarControl } from "./scalar-control";

interface Props {
  field: FormField;
  initialRows: string[][];
}

/** Any number of values below each other. In a grouped field, each row has several values. */
export function RowsControl({ field, initialRows }: Props) {
  const width = field.grouped ? Math.max(field.items?.maximum ?? 1, ...initialRows.map((row) => row.length + 1), 2) : 1;
  const nextKey = useRef(1000);
  const [rows, setRows] = useState(() => {
    const length = Math.max(1, field.items?.minimum ?? 0, initialRows.length);
    return Array.from({ length }, (_, key) => ({ key, texts: initialRows[key] ?? [] }));
  });
  const id = fieldId(field.path);
  const isFull = field.items?.maximum !== undefined && !field.grouped && rows.length >= field.items.maximum;

  function addRow() {
    const key = nextKey.current++;
    setRows([...rows, { key, texts: [] }]);
    requestAnimationFrame(() => document.getElementById(`${id}-row-${key}`)?.focus());
  }

  return (
    <div className="flex flex-col gap-2">
      {rows.map((row, index) => (
        <div key={row.key} className="flex items-start gap-1">
          {toCells(row.texts, width).map((cell) => (
            <span key={cell.column} className="min-w-20 flex-1">
              <ScalarControl
                field={field}
                value={cell.text}
                control={{
                  id: cell.column > 0 ? undefined : rowId(id, index, row.key),
                  name: field.grouped ? `${field.path}[${index}]` : field.path,
                  "aria-label": cellLabel(field.label, index + 1, width > 1 ? cell.column + 1 : null),
                  "aria-describedby": `${id}-error ${id}-help`,
                }}
              />
            </span>
          ))}
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
      {isFull ? null : (
        <Button variant="quiet" size="small" onClick={addRow} className="self-start">
          <Plus />
          {t("Add {field}", { field: currentLanguage() === "en" ? field.label.toLowerCase() : field.label })}
        </Button>
      )}
    </div>
  );
}

/** The first row has the id of the field, to which its label refers. */
function rowId(id: string, index: number, key: number): string {
  return index === 0 ? id : `${id}-row-${key}`;
}

function toCells(texts: string[], width: number): { column: number; text: string | undefined }[] {
  return Array.from({ length: width }, (_, column) => ({ column, text: texts[column] }));
}

function cellLabel(field: string, row: number, value: number | null): string {
  return value === null
    ? t("{field}, row {row}", { field, row })
    : t("{field}, row {row}, value {value}", { field, row, value });
}
