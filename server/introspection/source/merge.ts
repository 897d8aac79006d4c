import type { Command, Parameter } from "@/command-line/spec";
import { withIds } from "./parameters";

/**
 * Merges what the source and the help text of a command contain. For an option in both, the source determines whether
 * and which values it takes, and the help text its description, its choices and its position in the form. The
 * positionals are those of the help text if it has any, otherwise those of the source.
 */
export function mergeCommands(source: Command, help: Command): Command {
  const options = source.params.filter(isOption);
  const remaining = new Set(options);
  const merged: Parameter[] = [];
  for (const param of help.params.filter(isOption)) {
    const exact = options.find((each) => sharesFlag(each, param));
    if (!exact) merged.push(param);
    else if (remaining.delete(exact)) merged.push(mergeOption(exact, param));
  }
  const positionals = help.params.filter((param) => !isOption(param));
  const others = positionals.length > 0 ? positionals : source.params.filter((param) => !isOption(param));
  return { ...help, params: withIds([...merged, ...remaining, ...others]) };
}

const isOption = ({ kind }: Parameter) => kind === "option";

function sharesFlag(one: Parameter, other: Parameter): boolean {
  return one.flags?.some((flag) => other.flags?.includes(flag)) ?? false;
}

function mergeOption(source: Parameter, help: Parameter): Parameter {
  const flags = [...new Set([...(help.flags ?? []), ...(source.flags ?? [])])];
  const takesValue = source.nargs !== 0;
  const words = { help: source.help ?? help.help, group: help.group };
  const value = takesValue ? { metavar: source.metavar ?? help.metavar, choices: source.choices ?? help.choices } : {};
  // The help text may have the type of an option that accepts any text in the source.
  const type = takesValue && source.type === "string" && help.nargs !== 0 ? { type: help.type } : {};
  return { ...source, ...words, ...value, ...type, flags };
}
