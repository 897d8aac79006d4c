import { isFillable } from "./defaults";
import type { InputContext } from "./input-context";
import { oncePer } from "./once-per";
import { nameOf } from "./parameter";
import { boundsOf } from "./positionals";
import { matchesSchema } from "./schema-match";
import type { JsonSchema } from "./schema-types";
import type { Command, Parameter } from "./spec";

/** What the division of words among positionals demands of an input. */
export interface PositionalRules {
  /** Positionals that can be given only together with the others of their list. */
  needs: Map<string, string[]>;
  /** The most values of a list that another one precedes. */
  atMost: Map<string, number>;
  /** Lists that need the others if they have a second value. */
  lists: { id: string; others: string[]; schema: JsonSchema }[];
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
export const positionalRules = oncePer((context: InputContext): PositionalRules => {
  const impossible = impossiblePositionals(context);
  const positionals = positionalsOf(context).filter((one) => !impossible.has(one.id));
  const rules = context.dialect.division === "greedy" ? greedyRules(positionals) : rulesFromBothEnds(positionals);
  addSubcommandRules(rules, context);
  return rules;
});

/**
 * Whether a list among the positionals takes words that "--" would protect elsewhere; all commands of a line are written
 * with "--" or none.
 */
export function isUnprotected({ command, dialect }: InputContext): boolean {
  return dialect.reader === "argparse" && hasGreedyList(command);
}

const hasGreedyList = oncePer((command: Command): boolean => {
  const positionals = command.params.filter((parameter) => parameter.kind === "positional");
  const isFollowedRemainder = positionals.slice(0, -1).some(({ nargs }) => nargs === "remainder");
  const isFollowed = command.subcommands !== undefined && beforeSubcommand(command).length < positionals.length;
  if (command.intermixed || isFollowed || isFollowedRemainder || beforeSubcommand(command).some(isEndless)) return true;
  return command.subcommands?.commands.some((one) => hasGreedyList(one)) ?? false;
});

/** Whether argparse would give the name of a sub-command, and the words after it, to a list of its command. */
export function losesSubcommandWords({ command, dialect }: InputContext): boolean {
  return dialect.reader === "argparse" && beforeSubcommand(command).some(isEndless);
}

/**
 * argparse divides words among positionals and sub-command as if that were the last of them: words that are not needed
 * before it are its name. Where no sub-command is chosen there must be none.
 */
function addSubcommandRules(rules: PositionalRules, { command, dialect }: InputContext): void {
  if (!command.subcommands) return;
  const before = beforeSubcommand(command);
  if (dialect.reader !== "argparse") {
    // The name of the sub-command would go to a positional that is not given.
    const missing = dialect.commandsFirst ? [] : before.filter(leavesHole).map((one) => one.id);
    if (missing.length > 0) rules.needs.set("$command", missing);
    return;
  }
  for (const parameter of before) {
    const [fewest, most] = boundsOf(parameter);
    if (fewest !== most) addNeeds(rules, parameter, ["$command"]);
  }
  const holes = before.filter((one) => leavesHole(one) && !isEndless(one)).map((one) => one.id);
  // Even an option of the sub-command is such a word, if its value contains a space.
  const takeWords = command.subcommands.commands.some(({ params }) => params.length > 0);
  if (holes.length > 0 && takeWords) rules.needs.set("$command", holes);
}

function beforeSubcommand({ params, subcommands }: Command): Parameter[] {
  const positionals = params.filter((parameter) => parameter.kind === "positional");
  return subcommands ? positionals.slice(0, subcommands.position ?? positionals.length) : [];
}

/** More values than the fewest need the others. */
function addNeeds(rules: PositionalRules, parameter: Parameter, others: string[]): void {
  const { id } = parameter;
  if (boundsOf(parameter)[0] === 0) rules.needs.set(id, [...(rules.needs.get(id) ?? []), ...others]);
  else {
    const hasOne: JsonSchema = { properties: Object.fromEntries([[id, { maxItems: 1 }]]) };
    rules.lists.push({ id, others, schema: { anyOf: [hasOne, { required: others }] } });
  }
}

/** What an input leaves out though another positional of it needs it: the missing property, and the name of the other. */
export function missingPositionals(context: InputContext, input: object): { id: string; name: string }[] {
  const { needs, lists } = positionalRules(context);
  const nameOfId = (id: string): string => {
    const parameter = context.command.params.find((one) => one.id === id);
    return parameter ? nameOf(parameter) : id;
  };
  const isGiven = (id: string) => Object.hasOwn(input, id);
  const missing = [...needs].flatMap(([id, others]) =>
    isGiven(id) ? others.filter((other) => !isGiven(other)).map((other) => ({ id: other, name: nameOfId(id) })) : [],
  );
  const broken = lists.filter(({ schema }) => !matchesSchema(schema, input, {}));
  const ofLists = broken.flatMap(({ id, others }) =>
    others.filter((other) => !isGiven(other)).map((other) => ({ id: other, name: nameOfId(id) })),
  );
  return [...missing, ...ofLists];
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
    if (holes.length > 0 && fewest !== most) addNeeds(rules, parameter, holes);
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
