import { givenSchema } from "./exclusive-schema";
import { fillableInputs, shownCommands } from "./fillable-inputs";
import type { InputContext } from "./input-context";
import { isBoolean, shapeOf } from "./parameter";
import { matchesSchema } from "./schema-match";
import type { JsonSchema } from "./schema-types";
import type { Parameter } from "./spec";

/**
 * The rule for options of argparse that take all words behind them: the name of a sub-command would be one, unless another
 * option or a positional stands between. Undefined where there is nothing to say. Source: layout.ts.
 */
export function openListRule(context: InputContext): JsonSchema | undefined {
  const open = openOptions(context);
  if (open.length === 0) return undefined;
  const closed = Object.fromEntries(open.map((one) => [one.id, closedValue(one)]));
  const ends = fillableInputs(context)
    .filter(isEnd)
    .map((one) => givenSchema(one));
  return { anyOf: [{ not: { required: ["$command"] } }, { properties: closed }, ...ends] };
}

/** The options of an input whose values would run into the name of the sub-command. */
export function openLists(context: InputContext, input: object): Parameter[] {
  const rule = openListRule(context);
  if (!rule || matchesSchema(rule, input, {})) return [];
  return openOptions(context).filter(({ id }) => Object.hasOwn(input, id));
}

function openOptions(context: InputContext): Parameter[] {
  if (context.dialect.reader !== "argparse" || shownCommands(context).length === 0) return [];
  if (fillableInputs(context).some((one) => one.kind === "positional" && one.required)) return [];
  return fillableInputs(context).filter(isOpen);
}

function isOpen(parameter: Parameter): boolean {
  if (parameter.kind === "positional" || typeof parameter.nargs !== "string") return false;
  if (parameter.nargs === "?") return !isBoolean(parameter);
  return !(parameter.action === "extend" && parameter.nargs !== "remainder");
}

/** The values that the option holds in a word of its own. */
function closedValue(parameter: Parameter): JsonSchema {
  const one: JsonSchema = { minItems: 1, maxItems: 1 };
  switch (shapeOf(parameter)) {
    case "optional":
      return { not: { const: true } };
    case "list":
      return { items: { not: { const: true } } };
    case "groups":
      return { items: one };
    default:
      return one;
  }
}

/** Whether the option is written wherever it is given, behind the lists. */
function isEnd(parameter: Parameter): boolean {
  const { kind, nargs, default: standard } = parameter;
  if (kind === "positional" || typeof nargs === "string") return false;
  const shape = shapeOf(parameter);
  return shape === "flag" || shape === "count" || shape === "list" || standard === undefined || parameter.required;
}
