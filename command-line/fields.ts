import { t } from "@/server/language/text";
import { isSeparator } from "./parameter";
import type { Command, Parameter } from "./spec";

/** What staff call it, else Wooey's label: the dest with spaces, each word capitalised. */
export function labelOf(parameter: Parameter): string {
  return parameter.label ?? titleCase(parameter.dest.replaceAll("_", " "));
}

/** The parameters of a command, without those of its sub-commands, that have a field. */
export function shownParameters(command: Command): Parameter[] {
  return command.params.filter((parameter) => !parameter.hidden && !parameter.locked && !isSeparator(parameter));
}

/** The field for arguments that a script accepts and does not describe. */
export const extraArguments = () => ({
  path: "$rest",
  label: t("Extra arguments"),
  help: t("This script accepts arguments that it does not describe."),
});

/** Each word with a capital. */
export function titleCase(text: string): string {
  return text.toLowerCase().replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}
