import { memberEntry, NO_MEMBER } from "@/command-line/exclusive-entry";
import type { FormExclusive, FormField, FormModel, FormSubcommands } from "@/command-line/form";
import { t } from "@/server/language/text";

/** Values that the form starts with, as entries by path, and the names of the files among them by reference. */
export interface Prefill {
  entries: ReadonlyMap<string, string[]>;
  fileNames: ReadonlyMap<string, string>;
}

/** The texts that a field starts with: those of the prefill, or else its default. */
export function initialTexts(field: FormField, prefill: Prefill): string[] {
  return prefill.entries.get(field.path) ?? field.initial;
}

/** The entries that a browser would send if nobody changed the form: see `readTexts`. */
export function initialEntries(form: FormModel, prefill: Prefill): [string, string][] {
  const prefilled = [...prefill.entries].flatMap(([path, texts]) =>
    texts.flatMap((text): [string, string][] => {
      const filename = prefill.fileNames.get(text);
      if (filename === undefined) return [[path, text]];
      return [
        [path, filename],
        [`${path}.$upload`, filename],
      ];
    }),
  );
  return [...prefilled, ...defaultEntries(form, prefill)].filter(([, text]) => text !== "");
}

/** The defaults of the fields that the prefill leaves out, and the selected sub-commands. */
function defaultEntries(form: FormModel, prefill: Prefill): [string, string][] {
  const fields = form.sections.flatMap((section) => section.fields);
  const entries = fields.flatMap((field) => {
    if (prefill.entries.has(field.path)) return [];
    return field.initial.map((text): [string, string] => [field.path, text]);
  });
  const members = form.exclusives
    .filter((one) => one.required)
    .map((one): [string, string] => [memberEntry(one.id), selectedMember(one, prefill) ?? NO_MEMBER]);
  entries.push(...members);
  const { subcommands } = form;
  const selected = subcommands && selectedCommand(subcommands, prefill);
  const command = subcommands?.commands.find((one) => one.name === selected);
  if (!subcommands || !command) return entries;
  return [...entries, [subcommands.path, command.name], ...defaultEntries(command.form, prefill)];
}

/** The sub-command whose tab is open at first: if one is required, the first one; otherwise "" for none. */
export function selectedCommand({ path, commands, required }: FormSubcommands, prefill: Prefill): string {
  return prefill.entries.get(path)?.at(-1) ?? (required ? (commands[0]?.name ?? "") : "");
}

/** The path of the field that is selected at first in a required exclusive group: the one with a value; null for none. */
export function selectedMember({ id, paths }: FormExclusive, prefill: Prefill): string | null {
  const selected = prefill.entries.get(memberEntry(id))?.at(-1);
  if (selected !== undefined) return paths.find((path) => path === selected) ?? null;
  const names = [...prefill.entries.keys()];
  const isFilled = (path: string) =>
    names.some((name) => name === path || name.startsWith(`${path}[`) || name.startsWith(`${path}.$`));
  return paths.find(isFilled) ?? null;
}

/** The id of a field's first control, to which its label, its errors and links refer. */
export function fieldId(path: string): string {
  return `field-${path}`;
}

/** The attributes that connect a control with its field: name, id, help and error. */
export function controlProps(field: FormField) {
  const id = fieldId(field.path);
  return {
    id,
    name: field.path,
    "aria-describedby": `${id}-error ${id}-help`,
    ...(field.required && { "aria-required": true }),
  } as const;
}

/** The type and the bounds of a field: "whole number, 1 to 10"; empty for plain text. */
export function typeLabel(field: FormField): string {
  if (field.widget === "counter") return "";
  const types: Partial<Record<FormField["widget"], string>> = {
    integer: t("whole number"),
    number: t("number"),
    json: "JSON",
    date: t("date"),
    datetime: t("date and time"),
    time: t("time"),
    remainder: t("words, as on a command line"),
    "output-file": t("name of the output file"),
  };
  const type = types[field.itemWidget] ?? types[field.widget] ?? "";
  return [type, boundsLabel(field), field.directory ? t("a folder") : ""].filter(Boolean).join(", ");
}

function boundsLabel({ minimum, maximum }: FormField): string {
  if (minimum !== undefined && maximum !== undefined) return t("{minimum} to {maximum}", { minimum, maximum });
  if (minimum !== undefined) return t("at least {minimum}", { minimum });
  return maximum === undefined ? "" : t("at most {maximum}", { maximum });
}
