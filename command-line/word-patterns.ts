import { isDelivered } from "./delivery";
import { numberWordPattern } from "./dialect";
import type { InputContext } from "./input-context";
import { shapeOf } from "./parameter";
import { isUnprotected } from "./positional-rules";
import type { Command, Parameter } from "./spec";

/**
 * The pattern of the texts that the parameter can be given, where the library would take others for options or for files
 * of arguments; undefined where it takes any text. The patterns are a little narrower than what `buildArgv` finds: a text
 * that starts like an option and contains a space is left out as well.
 */
export function wordPattern(context: InputContext, parameter: Parameter): string | undefined {
  if (isDelivered(parameter) || context.dialect.words) return undefined;
  return context.dialect.reader === "argparse"
    ? argparsePattern(context, parameter)
    : getoptPattern(context, parameter);
}

/** Source: layout.ts. */
function argparsePattern(context: InputContext, parameter: Parameter): string | undefined {
  const { command, fromFile } = context;
  const isPositional = parameter.kind === "positional";
  const areWords = isPositional || takesSeveralWords(parameter);
  const files = areWords ? fromFile + (command.fromfilePrefixChars ?? "") : "";
  // A "--" protects positionals, with exceptions; nothing protects several values of an option.
  const isRead = isPositional ? isUnprotected(context) : areWords && parameter.nargs !== "remainder";
  if (!isRead) return files === "" ? undefined : patternWithout({ first: files });
  return standalonePattern(command, files);
}

/**
 * The pattern of the first word of a positional that takes the rest of the line: argparse would keep the "--" that protects
 * it. Undefined where another positional stands before it.
 */
export function firstWordPattern({ command, dialect }: InputContext, parameter: Parameter): string | undefined {
  const first = command.params.find(({ kind }) => kind === "positional");
  const isFirst = first === parameter && parameter.nargs === "remainder" && dialect.reader === "argparse";
  return isFirst ? standalonePattern(command, "") : undefined;
}

/** The texts that argparse takes for no option, except numbers, which it may know as options. */
function standalonePattern(command: Command, files: string): string {
  const prefixes = command.prefixChars ?? "-";
  const number = command.negativeNumberOptions || !prefixes.includes("-") ? [] : ["-\\d+", "-\\d*\\.\\d+"];
  const single = [...prefixes].filter((character) => !files.includes(character));
  return patternWithout({ first: prefixes + files, except: [...single.map(escaped), ...number] });
}

/** Source: getopt-layout.ts. */
function getoptPattern({ command, dialect }: InputContext, parameter: Parameter): string | undefined {
  if (parameter.optionLikeValuesImpossible) {
    const flags = command.params.flatMap((one) => [...(one.flags ?? []), ...(one.negativeFlags ?? [])]);
    const first = new Set(["-", ...(dialect.ownPrefixes ? flags.map((flag) => flag.charAt(0)) : [])]);
    return patternWithout({ first: [...first].join(""), except: [...first].map(escaped) });
  }
  if (parameter.kind !== "positional") {
    const isRead = takesSeveralWords(parameter) && typeof parameter.nargs !== "number";
    return isRead ? patternWithout({ first: "-", except: ["-"] }) : undefined;
  }
  if (dialect.dashDash) return undefined;
  const single = [
    ...(dialect.dashSeparates ? [] : ["-"]),
    ...(dialect.dashDashIsWord && !command.subcommands ? ["--"] : []),
    ...(command.numbersAreWords ? [numberWordPattern] : []),
  ];
  const data = dialect.lettersOnly ? ["-[^A-Za-z\\u0000-][^\\u0000]*"] : [];
  return patternWithout({ first: "-", except: [...single, ...data] });
}

/** Whether its values are words of their own behind the option. */
function takesSeveralWords(parameter: Parameter): boolean {
  const shape = shapeOf(parameter);
  if (shape === "groups") return parameter.nargs !== 1;
  if (shape !== "many" || parameter.nargs === 1) return false;
  return !(parameter.action === "extend" && typeof parameter.nargs === "string");
}

/** The texts that begin with none of the characters, and the `except`ed patterns. */
function patternWithout({ first, except = [] }: { first: string; except?: string[] }): string {
  const others = `(?:[^\\u0000${first.replace(/[\\^[\]-]/g, "\\$&")}][^\\u0000]*)?`;
  return `^(?:${[others, ...except].join("|")})$`;
}

/** A character as a pattern that works with and without Unicode mode. */
function escaped(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
