import { fillableInputs } from "./fillable-inputs";
import type { InputContext } from "./input-context";
import { nameOf, shapeOf, takesNothing } from "./parameter";
import { definitions } from "./scalar-schema";
import { matchesSchema } from "./schema-match";
import type { JsonSchema } from "./schema-types";
import type { Command, Parameter } from "./spec";
import type { Scalar } from "./values";
import { writeInputValue } from "./write-input";

type Exclusive = Command["mutex"][number];

/** The rules of a command's exclusive groups: at most one of each, or exactly one, is given. */
export function exclusiveRules(context: InputContext): JsonSchema[] {
  return groupsOf(context).flatMap(({ members, isRequired }): JsonSchema[] => {
    const given = members.map((one) => givenSchema(one));
    if (isRequired) {
      const isOverlooked = members.some((one) => overlookedValues(one).length > 0);
      return [{ oneOf: given }, ...(isOverlooked ? [{ anyOf: members.map(countedSchema) }] : [])];
    }
    if (members.length < 2) return [];
    return [{ oneOf: [...given, { not: { anyOf: given } }] }];
  });
}

/** Parameters of one exclusive group that an input gives together. */
export interface Conflict {
  parameter: Parameter;
  other: string;
}

/** Which parameters of the input exclude each other: all but the first of each group. */
export function exclusiveConflicts(context: InputContext, input: object): Conflict[] {
  const shared = definitions(context.dialect);
  return groupsOf(context).flatMap(({ members }) => {
    const given = members.filter((one) => matchesSchema(givenSchema(one), input, shared));
    const [first, ...others] = given;
    return first ? others.map((parameter) => ({ parameter, other: nameOf(first) })) : [];
  });
}

/** Parameters of which an input may give one. */
interface Group {
  members: Parameter[];
  isRequired: boolean;
}

/** The exclusive groups of the command, and the options that take all words behind them: the first would take the second. */
function groupsOf(context: InputContext): Group[] {
  const inputs = fillableInputs(context);
  const groups = context.command.mutex.map((group) => ({
    members: inputs.filter(({ mutex }) => mutex === group.id),
    isRequired: group.required && !isFilled(context.command, group),
  }));
  const remainders = inputs.filter(({ kind, nargs }) => kind !== "positional" && nargs === "remainder");
  return [...groups, { members: remainders, isRequired: false }];
}

/** Whether a member without a property, or with an initial value, satisfies the group. */
function isFilled({ params }: Command, { id }: Exclusive): boolean {
  return params.some((one) => one.mutex === id && one.initialValue !== undefined);
}

/** When an input gives the parameter: a switch that is off and an empty list say nothing. */
export function givenSchema(parameter: Parameter): JsonSchema {
  return withProperty(parameter, givenValue(parameter));
}

/** When the script sees that it is given. */
function countedSchema(parameter: Parameter): JsonSchema {
  const overlooked = overlookedValues(parameter);
  const value = givenValue(parameter);
  return withProperty(parameter, overlooked.length > 0 ? { ...value, not: { enum: overlooked } } : value);
}

function withProperty({ id }: Parameter, value: JsonSchema): JsonSchema {
  const isAny = Object.keys(value).length === 0;
  return { ...(!isAny && { properties: Object.fromEntries([[id, value]]) }), required: [id] };
}

function givenValue(parameter: Parameter): JsonSchema {
  switch (shapeOf(parameter)) {
    case "flag":
      return { const: true };
    case "count":
      return { minimum: 1 };
    case "list":
    case "groups":
      return { minItems: 1 };
    case "many":
      // An option with `*` may stand alone.
      return takesNothing(parameter) ? {} : { minItems: 1 };
    default:
      return {};
  }
}

/** The values with which the script believes that the parameter is absent. */
function overlookedValues(parameter: Parameter): unknown[] {
  const { overlooked, nargs, default: standard } = parameter;
  const alone = overlooked?.alone && nargs === "?" ? [true] : [];
  if (!overlooked?.default || standard === undefined || standard === null) return alone;
  // `describe` says this only of booleans, integers and texts.
  return [...alone, writeInputValue(parameter, standard as Scalar)];
}
