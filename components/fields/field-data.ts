import type { FormField, FormModel, FormSubcommands } from "@/command-line/form";
import { t } from "@/server/language/text";

/** What fills a form before anybody types: form entries by path, and the names of files that stand in them by id. */
export interface Filled {
  entries: ReadonlyMap<string, string[]>;
  fileNames: Readonly<Record<string, string>>;
}

/** The texts a field begins with: those of a link or a cloned job, else its default. */
export function startTexts(field: FormField, filled: Filled): string[] {
  return filled.entries.get(field.path) ?? field.initial;
}

/** What a browser would send of the form as it is drawn: see `readTexts`. */
export function startEntries(form: FormModel, filled: Filled): [string, string][] {
  const given = [...filled.entries].flatMap(([path, texts]) =>
    texts.map((text): [string, string] => [path, filled.fileNames[text] ?? text]),
  );
  return [...given, ...initialEntries(form, filled)].filter(([, text]) => text !== "");
}

function initialEntries(form: FormModel, filled: Filled): [string, string][] {
  const fields = form.sections.flatMap((section) => section.fields);
  const entries = fields.flatMap((field) => {
    if (filled.entries.has(field.path)) return [];
    return field.initial.map((text): [string, string] => [field.path, text]);
  });
  const { subcommands } = form;
  const chosen = subcommands && chosenName(subcommands, filled);
  const command = subcommands?.commands.find((one) => one.name === chosen);
  if (!subcommands || !command) return entries;
  return [...entries, [subcommands.path, command.name], ...initialEntries(command.form, filled)];
}

/** The sub-command that is open at first: the first one where one has to be chosen; "" for none. */
export function chosenName({ path, commands, required }: FormSubcommands, filled: Filled): string {
  return filled.entries.get(path)?.at(-1) ?? (required ? (commands[0]?.name ?? "") : "");
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
    ...(field.required && { "aria-required": true }),
  } as const;
}

/** The value's type and bounds in words: "whole number, 1 to 10"; empty for plain text. */
export function typeWords(field: FormField): string {
  const kinds: Partial<Record<FormField["widget"], string>> = {
    integer: t("whole number"),
    number: t("number"),
    json: "JSON",
    date: t("date"),
    datetime: t("date and time"),
    time: t("time"),
    remainder: t("words as on a command line"),
    "output-file": t("name of the file to write"),
  };
  if (field.widget === "counter") return "";
  const kind = kinds[field.itemWidget] ?? kinds[field.widget] ?? "";
  const { minimum, maximum } = field;
  const bounds =
    minimum !== undefined && maximum !== undefined
      ? t("{minimum} to {maximum}", { minimum, maximum })
      : minimum !== undefined
        ? t("at least {minimum}", { minimum })
        : maximum !== undefined
          ? t("at most {maximum}", { maximum })
          : "";
  return [kind, bounds, field.directory ? t("a folder") : ""].filter(Boolean).join(", ");
}
