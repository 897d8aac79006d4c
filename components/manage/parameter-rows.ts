import { labelOf } from "@/command-line/fields";
import { nameOf, pathOf } from "@/command-line/parameter";
import type { Command, Parameter, ScriptSpec } from "@/command-line/spec";
import { type Widget, widgetOf } from "@/command-line/widget";
import { phrase } from "@/server/language/text";

/** A row for one parameter in the table for staff. */
export interface ParameterRow {
  path: string;
  /** The names of its sub-commands; "" for parameters of the script itself. */
  command: string;
  label: string;
  name: string;
  widget: Widget;
  /** Texts for `t`, such as "hidden" and "locked". */
  states: string[];
}

/** All parameters of a script, then those of its sub-commands. `corrected` contains the paths with a correction. */
export function toParameterRows(spec: ScriptSpec, corrected: ReadonlySet<string>): ParameterRow[] {
  return rowsOf(spec.command, corrected, { prefix: "", command: "" });
}

/** The parameter with a path, and the title of its section ("" for none); undefined if there is no such parameter. */
export function parameterAt(spec: ScriptSpec, path: string): { parameter: Parameter; group: string } | undefined {
  const find = (command: Command, prefix: string): { parameter: Parameter; group: string } | undefined => {
    const parameter = command.params.find((one) => pathOf(prefix, one.id) === path);
    if (parameter) return { parameter, group: command.groups.find((one) => one.id === parameter.group)?.title ?? "" };
    const subcommands = command.subcommands?.commands ?? [];
    return subcommands.map((sub) => find(sub, pathOf(prefix, sub.name))).find((found) => found !== undefined);
  };
  return find(spec.command, "");
}

function rowsOf(
  command: Command,
  corrected: ReadonlySet<string>,
  parent: { prefix: string; command: string },
): ParameterRow[] {
  const rows = command.params.map((parameter) => {
    const path = pathOf(parent.prefix, parameter.id);
    const { required, hidden, locked, secret } = parameter;
    const states = [
      required && phrase("required"),
      hidden && phrase("hidden"),
      locked && phrase("locked"),
      secret && phrase("secret"),
      corrected.has(path) && phrase("corrected"),
    ];
    return {
      path,
      command: parent.command,
      label: labelOf(parameter),
      name: nameOf(parameter),
      widget: widgetOf(parameter),
      states: states.filter((state) => typeof state === "string"),
    };
  });
  const nestedRows = (command.subcommands?.commands ?? []).flatMap((sub) =>
    rowsOf(sub, corrected, {
      prefix: pathOf(parent.prefix, sub.name),
      command: `${parent.command} ${sub.name}`.trim(),
    }),
  );
  return [...rows, ...nestedRows];
}
