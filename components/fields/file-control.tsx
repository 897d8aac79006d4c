"use client";

import { Upload } from "lucide-react";
import { type DragEvent, Suspense, useEffect, useRef, useState } from "react";
import type { EarlierFile } from "@/server/jobs/earlier-files";
import { formatBytes } from "@/server/language/format";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { loadable } from "../ui/loadable";
import { fieldId } from "./field-data";
import { ListedFile } from "./listed-file";

interface Props {
  path: string;
  id: string;
  label: string;
  multiple: boolean;
  /** Files of earlier jobs that the form starts with: their reference, as the form sends it, and their name. */
  initialReferences: { text: string; name: string }[];
  onCountChange?: (count: number) => void;
}

const EarlierFiles = loadable(async () => (await import("./earlier-files")).EarlierFiles);

/** Files that are selected, dropped or pasted, or files of earlier jobs. Without JavaScript it is the browser's file field. */
export function FileControl({ path, id, label, multiple, initialReferences, onCountChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<File[]>([]);
  const [references, setReferences] = useState(initialReferences);
  const [isDragging, setDragging] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const count = files.length + references.length;
  useEffect(() => onCountChange?.(count), [count, onCountChange]);
  // Files may have been chosen before the page's scripts were loaded.
  useEffect(() => {
    if (input.current?.files?.length) setFiles([...input.current.files]);
  }, []);

  /** Puts the files into the input, so that the form sends them like any others. */
  function setInputFiles(next: File[]) {
    const transfer = new DataTransfer();
    for (const file of multiple ? next : next.slice(-1)) transfer.items.add(file);
    if (input.current) input.current.files = transfer.files;
    setFiles([...transfer.files]);
    if (!multiple && next.length > 0) setReferences([]);
    input.current?.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function addReference({ reference, path: name }: EarlierFile) {
    if (!multiple) setInputFiles([]);
    setReferences([
      ...(multiple ? references.filter((file) => file.text !== reference) : []),
      { text: reference, name },
    ]);
  }
  function drop(event: DragEvent) {
    setDragging(false);
    // The form spreads several files over its fields.
    if (!multiple && event.dataTransfer.files.length > 1) return;
    event.preventDefault();
    setInputFiles([...files, ...event.dataTransfer.files]);
  }

  return (
    <fieldset
      aria-label={label}
      onDragOver={(event) => {
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={drop}
      onPaste={(event) => {
        if (event.clipboardData.files.length === 0) return;
        event.preventDefault();
        setInputFiles([...files, ...event.clipboardData.files]);
      }}
      className={classNames(
        "flex min-w-0 flex-col gap-2 rounded-control border border-dashed p-3",
        isDragging ? "border-accent bg-accent-soft" : "border-edge",
      )}
    >
      <label className="flex flex-wrap items-center gap-2 text-muted">
        <Upload />
        <span className="max-sm:hidden">
          {multiple ? t("Drop files here, paste, or") : t("Drop a file here, paste, or")}
        </span>
        <input
          ref={input}
          type="file"
          id={id}
          name={path}
          multiple={multiple}
          aria-label={label}
          aria-describedby={`${fieldId(path)}-error ${fieldId(path)}-help`}
          onChange={(event) => setInputFiles([...(multiple ? files : []), ...(event.target.files ?? [])])}
          className="w-full min-w-0 flex-1 basis-48 text-13 file:mr-2 file:h-8 file:rounded-control file:border file:border-line file:bg-surface file:px-2.5 file:text-ink"
        />
      </label>
      <Button
        size="small"
        variant="quiet"
        onClick={() => setChoosing(true)}
        className="self-start [@media(scripting:none)]:hidden"
      >
        {t("Use an earlier file")}
      </Button>
      {isChoosing ? (
        <Suspense>
          <EarlierFiles label={label} onChoose={addReference} onClose={() => setChoosing(false)} />
        </Suspense>
      ) : null}
      <ul className="flex flex-col gap-1 empty:hidden">
        {references.map((file) => (
          <ListedFile
            key={file.text}
            name={file.name}
            note={t("from an earlier job")}
            onRemove={() => setReferences(references.filter((other) => other !== file))}
          >
            <input type="hidden" name={path} value={file.text} data-filename={file.name} />
          </ListedFile>
        ))}
        {files.map((file) => (
          <ListedFile
            key={`${file.name} ${file.size} ${file.lastModified}`}
            name={file.name}
            note={formatBytes(file.size)}
            onRemove={() => setInputFiles(files.filter((other) => other !== file))}
          />
        ))}
      </ul>
    </fieldset>
  );
}
