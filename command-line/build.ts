import { phrase, t } from "@/server/language/text";
import { type Filling, givenValues } from "./defaults";
import { onCommandLine } from "./delivery";
import { type Dialect, dialectOf } from "./dialect";
import { ArgumentsError } from "./errors";
import { layOutGetopt } from "./getopt-layout";
import { impossible } from "./impossible";
import { layOut, layouts } from "./layout";
import { sameValues } from "./normal";
import { chosenCommand, findSubcommand, listOf, pathOf, textOf, valueIn } from "./parameter";
import { parseArgv } from "./parse";
import type { Command, ScriptSpec } from "./spec";
import type { CommandValues } from "./values";

/** Linux refuses to start a program with more arguments in all: a quarter of the usual stack, less the environment. */
export const argvBytesMax = 1_800_000;

/**
 * The arguments that say these values to the script. Each candidate is read back as the script would read it, and only
 * one that means the same is answered: no value can become an option, another value or a file of arguments. Values equal
 * to the default are left out, and so are secrets that reach the script by another way. @throws ArgumentsError with the fields that cannot be said
 */
export function buildArgv(fullSpec: ScriptSpec, values: CommandValues): { argv: string[] } {
  refuseImpossible(fullSpec.command, values);
  const spec = onCommandLine(fullSpec);
  const dialect = dialectOf(spec);
  const candidates = variantsOf(spec, dialect, values).flatMap((given) =>
    (dialect.reader === "getopt" ? [undefined] : layouts).map((layout) => ({
      given,
      layOut: () =>
        layout === undefined
          ? layOutGetopt({ command: spec.command, dialect, prefix: "" }, given)
          : layOut({ command: spec.command, layout, prefix: "", fromFile: "" }, given),
    })),
  );
  let first: ArgumentsError | undefined;
  for (const { given, layOut: write } of candidates) {
    try {
      const argv = [...write(), ...listOf(valueIn(given, "$rest")).map(String)];
      const back = parseArgv(spec, argv, { byAll: true });
      if ("values" in back && sameValues(spec.command, given, back.values)) return { argv: withinLimits(argv) };
      first ??= new ArgumentsError({ __all__: ["error" in back ? sentence(back.error) : t(AMBIGUOUS)] });
    } catch (error) {
      if (!(error instanceof ArgumentsError)) throw error;
      first ??= error;
    }
  }
  throw first ?? new ArgumentsError({ __all__: [t(AMBIGUOUS)] });
}

const AMBIGUOUS = phrase("The script's command line cannot distinguish these values.");

/** The values to write: without defaults, or with those of positionals that others follow. */
function variantsOf({ command }: ScriptSpec, dialect: Dialect, values: CommandValues): CommandValues[] {
  const fillings: Filling[] = ["none", "holes"];
  if (chosenCommand(values)) fillings.push("positionals");
  if (dialect.wordsFillOptions) fillings.push("all");
  const variants = new Map<string, CommandValues>();
  for (const filling of fillings) {
    const given = givenValues(command, values, filling);
    variants.set(JSON.stringify(given), given);
  }
  return [...variants.values()];
}

/** Refuses what no program can be given: NUL ends a string for the kernel, half a surrogate pair has no bytes. */
function refuseImpossible(command: Command, values: CommandValues, prefix = ""): void {
  for (const parameter of command.params) {
    for (const scalar of listOf(valueIn(values, parameter.id))) {
      const message = impossible(textOf(parameter, scalar));
      if (message) throw new ArgumentsError({ [pathOf(prefix, parameter.id)]: [message] });
    }
  }
  for (const scalar of listOf(valueIn(values, "$rest"))) {
    const message = impossible(String(scalar));
    if (message) throw new ArgumentsError({ [pathOf(prefix, "$rest")]: [message] });
  }
  const chosen = chosenCommand(values);
  if (!chosen) return;
  const sub = findSubcommand(command, chosen.name);
  if (!sub) throw new ArgumentsError({ [pathOf(prefix, "$command")]: [t("This script has no such command.")] });
  refuseImpossible(sub, chosen.values, pathOf(prefix, sub.name));
}

function withinLimits(argv: string[]): string[] {
  if (fitsCommandLine(argv)) return argv;
  throw new ArgumentsError({ __all__: [t("These values are too long for a command line. Use a file instead.")] });
}

/** Whether the kernel starts a program with so many bytes of arguments. */
export function fitsCommandLine(argv: readonly string[]): boolean {
  const units = argv.reduce((sum, word) => sum + word.length + 9, 0);
  if (units * 3 <= argvBytesMax) return true;
  const encoder = new TextEncoder();
  return argv.reduce((sum, word) => sum + encoder.encode(word).length + 9, 0) <= argvBytesMax;
}

function sentence(message: string): string {
  return t("The script would reject this: {message}.", { message });
}
