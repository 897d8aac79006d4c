import type { FormField } from "@/server/introspection/argv/form";

/** What fills a form before anybody types: form entries by path, and the names of files that stand in them by id. */
export interface Filled {
  entries: ReadonlyMap<string, string[]>;
  fileNames: Readonly<Record<string, string>>;
}

/** The texts a field begins with: those of a link or a cloned job, else its default. */
export function startTexts(field: FormField, filled: Filled): string[] {
  return filled.entries.get(field.path) ?? field.initial;
}

/** The id of a field's first control, which its label, errors and links point at. */
export function fieldId(path: string): string {
  return `field-${path}`;
}

/** What ties a control to its field: name, id, help and error. */
export function controlProps(field: FormField) {
  const id = fieldId(field.path);
  return {
    id,
    name: field.path,
    "aria-describedby": `${id}-error ${id}-help`,
    "aria-required": field.required || undefined,
  } as const;
}

/** The value's type and bounds in words: "whole number, 1 to 10"; empty for plain text. */
export function typeWords(field: FormField): string {
  const kinds: Partial<Record<FormField["widget"], string>> = {
    integer: "whole number",
    number: "number",
    json: "JSON",
    date: "date",
    datetime: "date and time",
    time: "time",
    remainder: "words as on a command line",
    "output-file": "name of the file to write",
  };
  if (field.widget === "counter") return "";
  const kind = kinds[field.itemWidget] ?? kinds[field.widget] ?? "";
  const { minimum, maximum } = field;
  const bounds =
    minimum !== undefined && maximum !== undefined
      ? `${minimum} to ${maximum}`
      : minimum !== undefined
        ? `at least ${minimum}`
        : maximum !== undefined
          ? `at most ${maximum}`
          : "";
  return [kind, bounds, field.directory ? "a folder" : ""].filter(Boolean).join(", ");
}
