import { t } from "@/server/language/text";
import type { FormField } from "./form";
import type { Command, Parameter } from "./spec";

/** What staff call it, else Wooey's label: the dest with spaces, each word capitalised. */
export function labelOf(parameter: Parameter): string {
  return parameter.label ?? titleCase(parameter.dest.replaceAll("_", " "));
}

/** The parameters of a command, without those of its sub-commands, that have a field. */
export function shownParameters(command: Command): Parameter[] {
  return command.params.filter((parameter) => !parameter.hidden && !parameter.locked);
}

/** The field of a script that takes arguments which it does not describe. */
export const restField = (): FormField => ({
  path: "$rest",
  parameterId: "$rest",
  label: t("Further Arguments"),
  help: t("This script takes arguments that it does not describe."),
  widget: "remainder",
  itemWidget: "text",
  required: false,
  initial: [],
  type: "string",
  items: { minimum: 0 },
});

/** Each word with a capital. */
export function titleCase(text: string): string {
  return text.toLowerCase().replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}
