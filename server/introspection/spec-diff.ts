import { isDeepStrictEqual } from "node:util";
import { nameOf, pathOf } from "@/command-line/parameter";
import { isSecretByDefault } from "@/command-line/secret-names";
import type { Command, Parameter, ScriptSpec } from "@/command-line/spec";
import { phrase, t } from "@/server/language/text";

/** The differences between the parameters of two versions, by path, in the order of definition. */
export interface SpecDiff {
  added: ParameterReference[];
  removed: ParameterReference[];
  changed: (ParameterReference & { changes: { what: string; from: string; to: string }[] })[];
}

export interface ParameterReference {
  path: string;
  name: string;
}

const words: Partial<Record<keyof Parameter, string>> = {
  kind: phrase("kind"),
  flags: phrase("option strings"),
  negativeFlags: phrase("negative option strings"),
  action: phrase("action"),
  nargs: phrase("number of values"),
  type: phrase("type"),
  format: phrase("format"),
  choices: phrase("choices"),
  minimum: phrase("minimum"),
  maximum: phrase("maximum"),
  exclusiveMinimum: phrase("greater than"),
  exclusiveMaximum: phrase("less than"),
  default: phrase("default"),
  defaultText: phrase("default"),
  required: phrase("required"),
  hidden: phrase("hidden"),
  secret: phrase("secret"),
  help: phrase("help"),
  group: phrase("group"),
  mutex: phrase("exclusive group"),
  metavar: phrase("placeholder"),
  mode: phrase("file mode"),
};
/** Keys that mean nothing to people, or that follow from other keys. */
const silent = new Set<string>(["id", "dest", "typeName", "guessed", "hint", "defaultSuppressed", "overlooked"]);
const textMax = 300;

/** Compares parameters by identity: the id behind the names of their sub-commands. */
export function diffSpecs(from: ScriptSpec, to: ScriptSpec): SpecDiff {
  const [before, after] = [parametersOf(from.command, ""), parametersOf(to.command, "")];
  const only = (these: Map<string, Parameter>, those: Map<string, Parameter>) =>
    [...these].filter(([path]) => !those.has(path)).map(([path, parameter]) => referenceTo(path, parameter));
  const changed = [...after].flatMap(([path, parameter]) => {
    const former = before.get(path);
    const changes = former ? changesOf(former, parameter) : [];
    return changes.length > 0 ? [{ ...referenceTo(path, parameter), changes }] : [];
  });
  return { added: only(after, before), removed: only(before, after), changed };
}

function parametersOf(command: Command, prefix: string): Map<string, Parameter> {
  const direct = command.params.map((parameter): [string, Parameter] => [pathOf(prefix, parameter.id), parameter]);
  const inside = (command.subcommands?.commands ?? []).flatMap((sub) => [
    ...parametersOf(sub, pathOf(prefix, sub.name)),
  ]);
  return new Map([...direct, ...inside]);
}

function referenceTo(path: string, parameter: Parameter): ParameterReference {
  const commands = path.slice(0, path.length - parameter.id.length).replaceAll(".", " ");
  return { path, name: commands + nameOf(parameter) };
}

function changesOf(from: Parameter, to: Parameter) {
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]) as Set<keyof Parameter>; // keys of parameters
  const isSecret = [from, to].some((parameter) => parameter.secret ?? isSecretByDefault(parameter));
  return [...keys]
    .filter((key) => !silent.has(key) && !isDeepStrictEqual(from[key], to[key]))
    .filter((key) => !(isSecret && (key === "default" || key === "defaultText")))
    .map((key) => ({ what: t(words[key] ?? key), from: toText(from[key]), to: toText(to[key]) }));
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return t("none");
  if (value === true) return t("yes");
  if (value === false) return t("no");
  const text = Array.isArray(value) ? value.map(toItem).join(", ") : toItem(value);
  return text.length > textMax ? `${text.slice(0, textMax)}…` : text;
}

function toItem(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if ("value" in value) return "label" in value ? `${value.value} (${value.label})` : String(value.value);
  return JSON.stringify(value);
}
