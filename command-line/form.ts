import { phrase, t } from "@/server/language/text";
import { toInput } from "./date-input";
import { formatsOf } from "./dates";
import { defaultAsText } from "./defaults";
import { flagsOf } from "./dialect";
import { extraArguments, labelOf, shownParameters, titleCase } from "./fields";
import { isBoolean, mainFlag, pathOf, shapeOf } from "./parameter";
import { choiceOf } from "./scalars";
import { joinCommandLine } from "./shell";
import type { Command, Parameter, ScriptSpec } from "./spec";
import { itemWidgetOf, type Widget, widgetOf } from "./widget";

/** A script's form as plain data: sections of fields, and the forms of its sub-commands. */
export interface FormModel {
  sections: FormSection[];
  /** Fields of which only one may be given. */
  exclusives: FormExclusive[];
  subcommands?: FormSubcommands;
  /** How many fields there are, those of sub-commands included. */
  fieldCount: number;
}

export interface FormSection {
  /** Unique in the page: "required", or the group's id behind the names of its sub-commands. */
  id: string;
  title: string;
  description?: string;
  fields: FormField[];
}

export interface FormExclusive {
  id: string;
  title?: string;
  required: boolean;
  paths: string[];
}

export interface FormSubcommands {
  /** The name of the form entry that holds the chosen one: "$command" behind the names of its sub-commands. */
  path: string;
  title: string;
  help?: string;
  required: boolean;
  commands: FormCommand[];
}

export interface FormCommand {
  name: string;
  title: string;
  help?: string;
  description?: string;
  deprecated?: boolean;
  form: FormModel;
}

export interface FormField {
  /** The name of its form entries, and its key in errors: the id behind the names of its sub-commands. */
  path: string;
  parameterId: string;
  label: string;
  help?: string;
  widget: Widget;
  /** The widget of one of several values (rows, tuple). */
  itemWidget: Widget;
  required: boolean;
  /** The option string people know it by; absent for positionals. */
  flag?: string;
  /** The default as the form shows it before anything is changed, one text each value; "true" or "false" for switches. */
  initial: string[];
  /** A default that cannot be filled in: to be said in words. */
  defaultText?: string;
  placeholder?: string;
  type: Parameter["type"];
  format?: Parameter["format"];
  typeName?: string;
  minimum?: number;
  maximum?: number;
  /** Of an HTML number input: "1" or "any". */
  step?: string;
  choices?: { value: string; label: string }[];
  /** How many values; absent for one. A missing maximum means any number. */
  items?: { minimum: number; maximum?: number };
  /** Each row is itself a list of values (append with nargs). */
  grouped?: boolean;
  /** The option may stand without a value: a tick named `path.$flag`. */
  bare?: boolean;
  exclusive?: string;
  deprecated?: boolean;
  /** Its value must never be stored in a browser. */
  secret?: boolean;
  /** It may mean a file or folder though the script takes any text. */
  hint?: Parameter["hint"];
  directory?: boolean;
  env?: string;
}

/**
 * The form of a script: what is required first, then its groups by title, each in the order of definition; hidden
 * parameters and empty groups are left out (Wooey 0.14, form rendering), and sub-commands have forms of their own.
 */
export function toForm(spec: ScriptSpec): FormModel {
  const form = commandForm(spec.command, "");
  if (!spec.lenient) return form;
  const section: FormSection = { id: "$rest", title: t("Extra arguments"), fields: [extraArgumentsField()] };
  return { ...form, sections: [...form.sections, section], fieldCount: form.fieldCount + 1 };
}

const extraArgumentsField = (): FormField => ({
  ...extraArguments(),
  parameterId: "$rest",
  widget: "remainder",
  itemWidget: "text",
  required: false,
  initial: [],
  type: "string",
  items: { minimum: 0 },
});

/** The form of the sub-command of these names, one inside the other; null for none. */
export function findFormOf(spec: ScriptSpec, names: readonly string[]): FormModel | null {
  let form: FormModel | undefined = toForm(spec);
  for (const name of names) form = form?.subcommands?.commands.find((one) => one.name === name)?.form;
  return form ?? null;
}

function commandForm(command: Command, prefix: string): FormModel {
  const shown = shownParameters(command);
  const exclusives = command.mutex
    .map(({ id, required, title }) => ({
      id: pathOf(prefix, id),
      ...(title !== undefined && { title }),
      required,
      paths: shown.filter((one) => one.mutex === id).map((one) => pathOf(prefix, one.id)),
    }))
    .filter((one) => one.paths.length > 1);
  const needed = new Set(exclusives.filter((one) => one.required).flatMap((one) => one.paths));
  const sections = toSections(command, shown, { prefix, needed });
  const subcommands = command.subcommands && toSubcommands(command.subcommands, prefix);
  const inside = subcommands?.commands.reduce((sum, one) => sum + one.form.fieldCount, 0) ?? 0;
  return {
    sections,
    exclusives,
    ...(subcommands && { subcommands }),
    fieldCount: shown.length + inside,
  };
}

function toSubcommands(subcommands: NonNullable<Command["subcommands"]>, prefix: string): FormSubcommands {
  const { title, help, required, commands } = subcommands;
  return {
    path: pathOf(prefix, "$command"),
    title: title ?? t("Command"),
    ...(help !== undefined && { help }),
    required,
    commands: commands
      .filter((one) => !one.hidden)
      .map((one) => ({
        name: one.name,
        title: one.name,
        ...optional({ help: one.help, description: one.description, deprecated: one.deprecated }),
        form: commandForm(one, pathOf(prefix, one.name)),
      })),
  };
}

interface Placing {
  prefix: string;
  /** The paths of parameters of which one is required. */
  needed: ReadonlySet<string>;
}

function toSections(command: Command, shown: readonly Parameter[], { prefix, needed }: Placing): FormSection[] {
  const fieldsOf = (parameters: readonly Parameter[]): FormField[] =>
    inOrder(parameters).map((one) => toField(one, prefix));
  const isRequired = (parameter: Parameter) => parameter.required || needed.has(pathOf(prefix, parameter.id));
  const required = shown.filter(isRequired);
  const others = shown.filter((parameter) => !isRequired(parameter));
  const sections: FormSection[] = [
    { id: pathOf(prefix, "required"), title: t("Required"), fields: fieldsOf(required) },
  ];
  const known = new Set(command.groups.map((group) => group.id));
  for (const group of command.groups) {
    const fields = fieldsOf(others.filter((parameter) => parameter.group === group.id));
    const { description } = group;
    sections.push({
      id: pathOf(prefix, `group-${group.id}`),
      title: titleOf(group.title),
      ...optional({ description }),
      fields,
    });
  }
  const loose = others.filter((parameter) => parameter.group === undefined || !known.has(parameter.group));
  sections.push({ id: pathOf(prefix, "options"), title: t("Options"), fields: fieldsOf(loose) });
  return sections.filter((section) => section.fields.length > 0);
}

const steps: Partial<Record<Parameter["type"], string>> = { integer: "1", number: "any" };

/** In the order of their definition; one with a position of its own comes before the one that is there. */
function inOrder(parameters: readonly Parameter[]): Parameter[] {
  return parameters
    .map((parameter, index) => ({ parameter, order: parameter.position ? parameter.position - 0.5 : index + 1 }))
    .toSorted((left, right) => left.order - right.order)
    .map(({ parameter }) => parameter);
}

function toField(parameter: Parameter, prefix: string): FormField {
  const widget = widgetOf(parameter);
  const shape = shapeOf(parameter);
  const flag = mainFlag(flagsOf(parameter));
  const adds = shape === "list" || shape === "groups" || parameter.action === "extend";
  const standard = toTexts(parameter, parameter.default);
  return {
    path: pathOf(prefix, parameter.id),
    parameterId: parameter.id,
    label: labelOf(parameter),
    widget,
    itemWidget: itemWidgetOf(parameter),
    required: parameter.required,
    initial: adds || parameter.secret ? [] : initialOf(parameter, widget, standard),
    type: parameter.type,
    ...optional({
      flag,
      help: parameter.help,
      defaultText: parameter.secret
        ? undefined
        : (parameter.defaultText ?? (adds && standard.length > 0 ? standard.join(" ") : undefined)),
      placeholder: parameter.metavar,
      format: parameter.format,
      typeName: parameter.typeName,
      // A browser would refuse a number that the script clamps.
      minimum: parameter.clamp ? undefined : (parameter.minimum ?? parameter.exclusiveMinimum),
      maximum: parameter.clamp ? undefined : (parameter.maximum ?? parameter.exclusiveMaximum),
      step: steps[parameter.type],
      choices: parameter.choices?.map(({ value, label }) => ({ value, label: label ?? value })),
      items: itemsOf(parameter),
      grouped: shape === "groups" || undefined,
      bare: (parameter.kind === "option" && parameter.nargs === "?" && !isBoolean(parameter)) || undefined,
      exclusive: parameter.mutex === undefined ? undefined : pathOf(prefix, parameter.mutex),
      deprecated: parameter.deprecated,
      secret: parameter.secret,
      hint: parameter.hint,
      directory: parameter.pathKind === "directory" || undefined,
      env: parameter.env,
    }),
  };
}

function initialOf(parameter: Parameter, widget: Widget, texts: string[]): string[] {
  if (widget === "file" || widget === "files" || widget === "switch" || widget === "counter") return [];
  if (widget === "remainder") return texts.length > 0 ? [joinCommandLine(texts)] : [];
  if (widget === "tristate" && typeof parameter.default === "boolean") return [String(parameter.default)];
  const kind = widget === "date" || widget === "datetime" || widget === "time" ? widget : undefined;
  return kind ? texts.map((text) => toInput(text, formatsOf(parameter), kind) ?? text) : texts;
}

function toTexts(parameter: Parameter, standard: unknown): string[] {
  if (parameter.defaultSuppressed || standard === undefined || standard === null) return [];
  const shape = shapeOf(parameter);
  const several = shape === "many" || shape === "list" || shape === "groups";
  if (Array.isArray(standard) && several) return standard.flatMap((one) => toTexts(parameter, one));
  const text = defaultAsText(parameter, standard) ?? JSON.stringify(standard);
  return [choiceOf(parameter, text) ?? text];
}

function itemsOf(parameter: Parameter): FormField["items"] {
  const { nargs } = parameter;
  const shape = shapeOf(parameter);
  const minimum = parameter.required ? 1 : 0;
  if (shape === "list" || shape === "groups") return { minimum };
  if (shape !== "many" || nargs === 1) return undefined;
  if (typeof nargs === "number" && parameter.action !== "extend") return { minimum: nargs, maximum: nargs };
  return { minimum: nargs === "+" ? minimum : 0 };
}

/** The same object without the keys that have no value. */
function optional<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never; // its own entries
}

// What argparse calls its own groups, up to Python 3.9 and since.
const standardTitles = new Set<string>([
  phrase("Positional Arguments"),
  phrase("Optional Arguments"),
  phrase("Options"),
]);

function titleOf(group: string): string {
  const title = titleCase(group);
  return standardTitles.has(title) ? t(title) : title;
}
