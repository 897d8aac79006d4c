import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { refuseDelivery } from "./delivery";
import { ArgumentsError } from "./errors";
import { readFormValues } from "./form-values";
import { isInputFile, secretMask } from "./inputs";
import { nameOf, pathOf, shapeOf, valueIn } from "./parameter";
import { isSecretByDefault } from "./secret-names";
import { splitCommandLine } from "./shell";
import type { Command, Parameter, ParameterGroup, ScriptSpec } from "./spec";
import { checkValues } from "./validate";
import type { Value } from "./values";
import { widgetOf } from "./widget";

/** What staff decide about a parameter, in place of what was read; a key that is missing decides nothing. */
export interface Correction {
  label?: string;
  help?: string;
  /** The title of its section, an existing or a new one; "" for none. */
  group?: string;
  hidden?: boolean;
  locked?: boolean;
  /** Absent: what the script declares, or without that what the parameter's name suggests. */
  secret?: boolean;
  /** "argv", "stdin" or "env NAME". */
  secretBy?: string;
  position?: number;
  widget?: string;
  minimum?: number;
  maximum?: number;
  choices?: { value: string; label?: string }[];
  /** The texts of its form entries: one each value, for grouped ones a line of words each group. */
  initialValue?: string[];
}

/** A correction and the parameter it is for, by its path: the id behind the names of its sub-commands. */
export interface PathCorrection {
  path: string;
  patch: Correction;
}

/**
 * The spec as it is used: with staff's corrections, with the secrets that nobody has decided about, and without the
 * defaults of secrets. What does not fit this version changes nothing, and `outdated` has a sentence about it.
 */
export function applyCorrections(
  spec: ScriptSpec,
  corrections: readonly PathCorrection[],
): { spec: ScriptSpec; outdated: string[] } {
  const applying: Applying = {
    spec,
    patches: new Map(corrections.map(({ path, patch }) => [path, patch])),
    used: new Set(),
    outdated: [],
  };
  const command = correctCommand(spec.command, applying, "");
  const lost = [...applying.patches.keys()]
    .filter((path) => !applying.used.has(path))
    .map((path) =>
      t("The correction of {parameter} has no effect, because this version has no such parameter.", {
        parameter: path,
      }),
    );
  return { spec: { ...spec, command }, outdated: [...applying.outdated, ...lost] };
}

interface Applying {
  spec: ScriptSpec;
  patches: Map<string, Correction>;
  used: Set<string>;
  outdated: string[];
}

function correctCommand(command: Command, applying: Applying, prefix: string): Command {
  const groups = [...command.groups];
  const params = command.params.map((parameter) => {
    const path = pathOf(prefix, parameter.id);
    const patch = applying.patches.get(path);
    if (patch === undefined) return withoutSecretDefault(withDefaultSecrecy(parameter));
    applying.used.add(path);
    const refuse = (why: string): void => {
      applying.outdated.push(
        t("The correction of {parameter} does not fit this version: {reason}", {
          parameter: nameOf(parameter),
          reason: why,
        }),
      );
    };
    return withoutSecretDefault(correct(parameter, patch, { spec: applying.spec, groups, refuse }));
  });
  const { subcommands } = command;
  return {
    ...command,
    groups,
    params,
    ...(subcommands && {
      subcommands: {
        ...subcommands,
        commands: subcommands.commands.map((sub) => correctCommand(sub, applying, pathOf(prefix, sub.name))),
      },
    }),
  };
}

/** The parameter as a secret if its name suggests it and neither script nor staff have decided. */
export function withDefaultSecrecy(parameter: Parameter): Parameter {
  return parameter.secret === undefined && isSecretByDefault(parameter) ? { ...parameter, secret: true } : parameter;
}

/** A default that is a secret would stand in every page that holds the spec, also in a help that repeats it. */
function withoutSecretDefault(parameter: Parameter): Parameter {
  if (!parameter.secret || (parameter.default === undefined && parameter.defaultText === undefined)) return parameter;
  const { default: standard, defaultText, help, ...rest } = parameter;
  const secrets = [standard, defaultText]
    .flat(2)
    .flatMap((text) => (typeof text === "string" && text.length > 2 ? [text] : []));
  const shownHelp = help && secrets.reduce((text, secret) => text.replaceAll(secret, secretMask), help);
  return { ...rest, ...definedOf({ help: shownHelp }), defaultText: secretMask };
}

interface Surroundings {
  spec: ScriptSpec;
  groups: ParameterGroup[];
  refuse(why: string): void;
}

function correct(parameter: Parameter, patch: Correction, { spec, groups, refuse }: Surroundings): Parameter {
  const { label, help, position } = patch;
  const corrected = { ...parameter, ...definedOf({ label, help, position, secret: patch.secret }) };
  if (patch.group !== undefined) setGroup(corrected, patch.group, groups);
  const steps = [
    () => correctChoices(corrected, patch),
    () => correctBounds(corrected, patch),
    () => correctWidget(corrected, patch),
    () => correctInitialValue(spec, corrected, patch),
    () => correctPresence(corrected, patch),
    () => correctDelivery(Object.assign(corrected, withDefaultSecrecy(corrected)), patch),
  ];
  for (const step of steps) {
    const why = step();
    if (why !== undefined) refuse(why);
  }
  return corrected;
}

function setGroup(parameter: Parameter, title: string, groups: ParameterGroup[]): void {
  if (title === "") {
    delete parameter.group;
    return;
  }
  const there = groups.find((group) => group.title.toLowerCase() === title.toLowerCase());
  const group = there ?? { id: `corrected:${title}`, title, standard: false };
  if (!there) groups.push(group);
  parameter.group = group.id;
}

function correctChoices(parameter: Parameter, { choices }: Correction): string | undefined {
  if (choices === undefined) return undefined;
  const shape = shapeOf(parameter);
  if (shape === "flag" || shape === "count" || shape === "on-off")
    return t("The parameter takes no value, so it has no choices.");
  parameter.choices = choices;
  delete parameter.choicesTruncated;
  return undefined;
}

function correctBounds(parameter: Parameter, { minimum, maximum }: Correction): string | undefined {
  if (minimum === undefined && maximum === undefined) return undefined;
  if (parameter.type !== "integer" && parameter.type !== "number")
    return t("Only numbers can have a minimum or maximum.");
  Object.assign(parameter, definedOf({ minimum, maximum }));
  return undefined;
}

function correctWidget(parameter: Parameter, { widget }: Correction): string | undefined {
  if (widget === undefined) return undefined;
  const before = parameter.widget;
  parameter.widget = widget;
  if (widgetOf(parameter) === widget) return undefined;
  parameter.widget = before;
  return t(`The widget "{widget}" cannot hold the value of the parameter.`, { widget });
}

function correctInitialValue(spec: ScriptSpec, parameter: Parameter, { initialValue }: Correction): string | undefined {
  if (initialValue === undefined) return undefined;
  if (parameter.secret) return t("A secret has no initial value.");
  if (isInputFile(parameter)) return t("An uploaded file has no initial value.");
  const read = readInitialValue(spec, parameter, initialValue);
  if ("error" in read) return read.error;
  if (read.value === undefined || read.value === null) delete parameter.initialValue;
  else parameter.initialValue = read.value;
  return undefined;
}

/** The value that form texts mean for this one parameter, or what is wrong with them. */
function readInitialValue(
  spec: ScriptSpec,
  parameter: Parameter,
  texts: string[],
): { value?: Value } | { error: string } {
  const { mutex: _, locked, ...alone } = parameter;
  const command: Command = { name: "", groups: [], mutex: [], params: [{ ...alone, required: false }] };
  const only = { ...spec, lenient: false, command };
  const grouped = shapeOf(parameter) === "groups";
  try {
    const entries = texts.flatMap((text, row): [string, string][] =>
      grouped ? splitCommandLine(text).map((word) => [`${parameter.id}[${row}]`, word]) : [[parameter.id, text]],
    );
    const values = readFormValues(only, entries);
    const [message] = Object.values(checkValues(only, values)).flat();
    return message === undefined ? { value: valueIn(values, parameter.id) } : { error: message };
  } catch (error) {
    if (error instanceof ArgumentsError || error instanceof AppError) return { error: error.message };
    throw error;
  }
}

function correctPresence(parameter: Parameter, { hidden, locked }: Correction): string | undefined {
  const hasValue =
    parameter.initialValue !== undefined || (parameter.default !== undefined && parameter.default !== null);
  if ((hidden || locked) && parameter.required && !hasValue) {
    return t("The parameter is required, so it needs an initial value to be hidden or locked.");
  }
  Object.assign(parameter, definedOf({ hidden, locked: locked || undefined }));
  return undefined;
}

function correctDelivery(parameter: Parameter, { secretBy }: Correction): string | undefined {
  if (secretBy === undefined) return undefined;
  const why = refuseDelivery(parameter, secretBy);
  if (why === undefined) parameter.secretBy = secretBy;
  return why;
}

function definedOf<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>; // its own entries
}
