"use client";

import { useState } from "react";
import { isFileReference } from "@/command-line/file-reference";
import type { FormField } from "@/command-line/form";
import { t } from "@/server/language/text";
import { controlProps, fieldId } from "./field-data";
import { FileControl } from "./file-control";
import { RowsControl } from "./rows-control";
import { ScalarControl } from "./scalar-control";

interface Props {
  field: FormField;
  /** What the field starts with: texts, and references to files of earlier jobs. */
  texts: string[];
  fileNames: ReadonlyMap<string, string>;
}

/** A text, or several, for which a file can be uploaded instead. A single text is not sent next to a file. */
export function FileOrTextControl({ field, texts, fileNames }: Props) {
  const references = texts.filter(isFileReference);
  const [fileCount, setFileCount] = useState(references.length);
  const typed = texts.filter((text) => !isFileReference(text));
  const multiple = field.widget === "files-or-text";
  const isTextOff = !multiple && fileCount > 0;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div hidden={isTextOff}>
        {multiple ? (
          <RowsControl field={field} initialRows={typed.map((text) => [text])} />
        ) : (
          <ScalarControl field={field} value={typed.at(-1)} control={{ ...controlProps(field), disabled: isTextOff }} />
        )}
      </div>
      <p className="text-13 text-muted">{multiple ? t("Or upload files:") : t("Or upload a file:")}</p>
      <FileControl
        path={field.path}
        id={`${fieldId(field.path)}-file`}
        label={t("File for {field}", { field: field.label })}
        multiple={multiple}
        initialReferences={references.map((text) => ({ text, name: fileNames.get(text) ?? text }))}
        onCountChange={setFileCount}
      />
    </div>
  );
}
