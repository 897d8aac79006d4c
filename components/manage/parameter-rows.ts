import { labelOf } from "@/command-line/fields";
import { nameOf, pathOf } from "@/command-line/parameter";
import type { Command, Parameter, ScriptSpec } from "@/command-line/spec";
import { widgetOf } from "@/command-line/widget";
import { phrase } from "@/server/language/text";

/** A parameter in staff's table. */
export interface ParameterRow {
  path: string;
  /** The sub-commands it belongs to, "" for the script itself. */
  command: string;
  label: string;
  name: string;
  widget: string;
  /** Phrases such as "hidden", "locked". */
  states: string[];
}

/** All parameters of a script, those of sub-commands behind its own. `corrected` holds the paths that staff have corrected. */
export function toParameterRows(spec: ScriptSpec, corrected: ReadonlySet<string>): ParameterRow[] {
  return rowsOf(spec.command, corrected, { prefix: "", command: "" });
}

/** The parameter at a path with the title of its section, "" for none; undefined when there is none there. */
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
  at: { prefix: string; command: string },
): ParameterRow[] {
  const own = command.params.map((parameter) => {
    const path = pathOf(at.prefix, parameter.id);
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
      command: at.command,
      label: labelOf(parameter),
      name: nameOf(parameter),
      widget: widgetOf(parameter),
      states: states.filter((state) => typeof state === "string"),
    };
  });
  const inside = (command.subcommands?.commands ?? []).flatMap((sub) =>
    rowsOf(sub, corrected, { prefix: pathOf(at.prefix, sub.name), command: `${at.command} ${sub.name}`.trim() }),
  );
  return [...own, ...inside];
}
