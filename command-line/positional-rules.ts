import { isFillable } from "./defaults";
import type { InputContext } from "./input-context";
import { boundsOf } from "./positionals";
import type { JsonSchema } from "./schema-types";
import type { Parameter } from "./spec";

/** What the division of words among positionals demands of an input. */
export interface PositionalRules {
  /** Positionals that can be given only together with the others of their list. */
  needs: Map<string, string[]>;
  /** The most values of a list that another one precedes. */
  atMost: Map<string, number>;
  /** Lists that need other positionals if they have a second value. */
  lists: JsonSchema[];
}

/** The positionals whose words would always go to a list before them. */
export function impossiblePositionals(context: InputContext): Set<string> {
  const positionals = positionalsOf(context);
  if (context.dialect.division !== "greedy") return new Set();
  const list = positionals.findIndex(isEndless);
  const later = list === -1 ? [] : positionals.slice(list + 1);
  return new Set(later.filter((one) => boundsOf(one)[0] === 0).map((one) => one.id));
}

/** The rules for the positionals that can be given. Source: how `divide` divides words. */
export function positionalRules(context: InputContext): PositionalRules {
  const impossible = impossiblePositionals(context);
  const positionals = positionalsOf(context).filter((one) => !impossible.has(one.id));
  return context.dialect.division === "greedy" ? greedyRules(positionals) : rulesFromBothEnds(positionals);
}

/** Whether an empty list would be mistaken for a positional that is given. */
export function isInvolved({ needs }: PositionalRules, id: string): boolean {
  return needs.has(id) || [...needs.values()].some((ids) => ids.includes(id));
}

/** Those before take their words first; nothing is left behind a list. */
function greedyRules(positionals: Parameter[]): PositionalRules {
  const rules = rulesInOrder(positionals);
  for (const parameter of positionals.slice(positionals.findIndex(isEndless) + 1)) {
    if (positionals.some(isEndless) && isEndless(parameter)) rules.atMost.set(parameter.id, boundsOf(parameter)[0]);
  }
  return rules;
}

/** Single ones take their words first: those before the list, then those behind it from the end; the list gets the rest. */
function rulesFromBothEnds(positionals: Parameter[]): PositionalRules {
  const list = positionals.findIndex(isEndless);
  if (list === -1) return rulesInOrder(positionals);
  const behind = positionals.slice(list + 1).toReversed();
  return rulesInOrder([...positionals.slice(0, list), ...behind, ...positionals.slice(list, list + 1)]);
}

/** What takes more than it must needs all those that are served before it. */
function rulesInOrder(served: Parameter[]): PositionalRules {
  const rules: PositionalRules = { needs: new Map(), atMost: new Map(), lists: [] };
  for (const [index, parameter] of served.entries()) {
    const holes = served
      .slice(0, index)
      .filter(leavesHole)
      .map((one) => one.id);
    const [fewest, most] = boundsOf(parameter);
    if (holes.length === 0 || fewest === most) continue;
    const hasOne: JsonSchema = { properties: Object.fromEntries([[parameter.id, { maxItems: 1 }]]) };
    if (fewest === 0) rules.needs.set(parameter.id, holes);
    else rules.lists.push({ anyOf: [hasOne, { required: holes }] });
  }
  return rules;
}

/** Whether the words of a later one would go to this one if it is not given. */
function leavesHole(parameter: Parameter): boolean {
  return boundsOf(parameter)[0] === 0 && !isFillable(parameter) && parameter.initialValue === undefined;
}

function isEndless(parameter: Parameter): boolean {
  return boundsOf(parameter)[1] === Number.POSITIVE_INFINITY;
}

function positionalsOf({ command }: InputContext): Parameter[] {
  return command.params.filter((parameter) => parameter.kind === "positional");
}
