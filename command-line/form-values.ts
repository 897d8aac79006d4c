import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { fromInput } from "./dates";
import { ArgumentsError } from "./errors";
import { memberEntry } from "./exclusive-entry";
import { findSubcommand, groupsOf, isBoolean, pathOf, setValue, shapeOf, takesNothing } from "./parameter";
import { splitCommandLine } from "./shell";
import type { Command, Parameter, ScriptSpec } from "./spec";
import type { CommandValues, Scalar, Value } from "./values";
import { widgetOf } from "./widget";

/**
 * Reads the entries of a submitted form as values. An entry's name is the path of its field, repeated for several values
 * (`path[0]`, `path[1]` … for the rows of a grouped field); `$command` names the sub-command. Blank entries are ignored.
 * Browsers load this file, so it does not write entries. @throws ArgumentsError if extra arguments have an open quote
 */
export function readFormValues(spec: ScriptSpec, entries: Iterable<[string, string]>): CommandValues {
  const texts = new Map<string, string[]>();
  for (const [name, text] of entries) {
    // Browsers send each line end of a text area as CR LF.
    const value = text.replaceAll("\r\n", "\n");
    const known = texts.get(name);
    if (known) known.push(value);
    else texts.set(name, [value]);
  }
  const values = readCommandEntries(spec.command, texts, "");
  const rest = spec.lenient ? readWords(texts.get("$rest"), "$rest") : [];
  return rest.length > 0 ? { ...values, $rest: rest } : values;
}

type Entries = ReadonlyMap<string, string[]>;

function readCommandEntries(command: Command, entries: Entries, prefix: string): CommandValues {
  const values: CommandValues = {};
  for (const parameter of command.params) {
    const path = pathOf(prefix, parameter.id);
    const member = selectedMember(parameter, entries, prefix);
    if (member === null) setValue(values, parameter.id, readParameter(parameter, entries, path));
    else if (member === path)
      setValue(values, parameter.id, shapeOf(parameter) === "flag" ? true : readParameter(parameter, entries, path));
  }
  const name = entries.get(pathOf(prefix, "$command"))?.at(-1);
  if (name === undefined || name === "") return values;
  const sub = findSubcommand(command, name);
  const inside = sub ? readCommandEntries(sub, entries, pathOf(prefix, sub.name)) : {};
  values.$command = { name: sub?.name ?? name, values: inside };
  return values;
}

/** The path of the field that is selected in the parameter's exclusive group; null if the form does not say. */
function selectedMember({ mutex }: Parameter, entries: Entries, prefix: string): string | null {
  return mutex === undefined ? null : (entries.get(memberEntry(pathOf(prefix, mutex)))?.at(-1) ?? null);
}

function readParameter(parameter: Parameter, entries: Entries, path: string): Value | undefined {
  const shape = shapeOf(parameter);
  const given = entries.get(path) ?? [];
  if (parameter.nargs === "remainder") {
    if (shape === "groups") return readRemainders(entries, path);
    const words = readWords(given, path);
    return words.length > 0 ? words : undefined;
  }
  if (shape === "groups") return readGroups(parameter, entries, path);
  const isGiven = (text: string): boolean => text.trim() !== "" || (text !== "" && parameter.type === "string");
  const texts = insertMarked(given.filter(isGiven), markers(entries, `${path}.$empty`, ""));
  const last = texts.at(-1);
  if (shape === "flag") return last !== undefined && !isNo(last) ? true : undefined;
  if (shape === "on-off") return last === undefined ? undefined : !isNo(last);
  if (shape === "count") return last === undefined || last.trim() === "0" ? undefined : last.trim();
  const read = texts.map((text) => readText(parameter, text));
  const bare = markers(entries, `${path}.$flag`, true).map((one) => ({ ...one, mark: bareMark(parameter, path) }));
  if (shape === "one") return read.at(-1);
  if (shape === "optional") return read.at(-1) ?? bare.at(-1)?.mark;
  const items = parameter.nargs === "?" ? insertMarked<Scalar>(read, bare) : read;
  return items.length > 0 || (bare.length > 0 && takesNothing(parameter)) ? items : undefined;
}

/** The value that an option without a value means. @throws ArgumentsError where no value does */
function bareMark(parameter: Parameter, path: string): Scalar {
  if (!isBoolean(parameter)) return true;
  if (typeof parameter.const === "boolean") return parameter.const;
  throw new ArgumentsError({ [path]: [t("Choose yes or no.")] });
}

/** The words of each entry, and an empty list for an option without a value. */
function readRemainders(entries: Entries, path: string): Value | undefined {
  const groups = (entries.get(path) ?? []).map((text) => readWords([text], path)).filter((words) => words.length > 0);
  const bare = markers(entries, `${path}.$flag`, true).map((): string[] => []);
  return groups.length + bare.length > 0 ? [...groups, ...bare] : undefined;
}

/** Something among the items of a list that no text says. */
interface Marker<Mark> {
  index: number;
  mark: Mark;
}

/**
 * A blank text means that nothing is given. An empty text as a value has an entry `path.$empty` and an option without a
 * value an entry `path.$flag`: its index in the list, or "on" for the first.
 */
function markers<Mark>(entries: Entries, name: string, mark: Mark): Marker<Mark>[] {
  const texts = (entries.get(name) ?? []).filter((text) => text !== "" && !isNo(text));
  return texts.map((text) => ({ index: /^\d{1,6}$/.test(text) ? Number(text) : 0, mark }));
}

function insertMarked<Item>(items: readonly Item[], marked: readonly Marker<Item>[]): Item[] {
  const all = [...items];
  for (const { index, mark } of marked.toSorted((left, right) => left.index - right.index)) all.splice(index, 0, mark);
  return all;
}

function readText(parameter: Parameter, text: string): Scalar {
  const widget = widgetOf(parameter);
  if (widget === "tristate" && isBoolean(parameter)) {
    if (text === "true") return true;
    if (text === "false") return false;
  }
  const isDate = parameter.format === "date" || parameter.format === "date-time" || parameter.format === "time";
  if (isDate) return fromInput(text, parameter.strptime);
  return parameter.type === "integer" || parameter.type === "number" ? text.trim() : text;
}

function readGroups(parameter: Parameter, entries: Entries, path: string): Value | undefined {
  const read = (name: string): Scalar[] => {
    const texts = (entries.get(name) ?? []).filter((text) => text !== "");
    return insertMarked(texts, markers(entries, `${name}.$empty`, "")).map((text) => readText(parameter, text));
  };
  const groups = groupsOf(parameter, read(path));
  const pattern = /^\[(\d{1,6})\](?:\.\$(?:empty|flag))?$/;
  const indexes = [...entries.keys()].flatMap((name) => {
    const index = name.startsWith(`${path}[`) ? pattern.exec(name.slice(path.length))?.[1] : undefined;
    return index === undefined ? [] : [Number(index)];
  });
  for (const index of [...new Set(indexes)].toSorted((left, right) => left - right)) {
    const group = read(`${path}[${index}]`);
    const isBare = markers(entries, `${path}[${index}].$flag`, true).length > 0 && takesNothing(parameter);
    if (group.length > 0 || isBare) groups.push(group);
  }
  return groups.length > 0 ? groups : undefined;
}

/** Words typed as on a command line; several entries are read one after another. */
function readWords(texts: string[] | undefined, path: string): string[] {
  try {
    return (texts ?? []).flatMap(splitCommandLine);
  } catch (error) {
    if (error instanceof AppError) throw new ArgumentsError({ [path]: [error.message] });
    throw error;
  }
}

function isNo(text: string): boolean {
  return /^(false|off|no|0)$/i.test(text.trim());
}
