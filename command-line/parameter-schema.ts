import { formatsOf } from "./dates";
import { flagsOf, isDemanded } from "./dialect";
import type { InputContext } from "./input-context";
import { isBoolean, mainFlag, shapeOf, takesNothing } from "./parameter";
import { isInvolved, positionalRules } from "./positional-rules";
import { definitions, scalarKindOf, scalarSchema } from "./scalar-schema";
import { matchesSchema } from "./schema-match";
import type { JsonSchema } from "./schema-types";
import type { Parameter } from "./spec";
import type { Value } from "./values";
import { firstWordPattern } from "./word-patterns";
import { writeInputValue } from "./write-input";

/** The schema of a parameter's property: its value, and what people should know about it. */
export function parameterSchema(context: InputContext, parameter: Parameter): JsonSchema {
  const value = valueSchema(context, parameter);
  return { ...annotationsOf(context, parameter, value), ...value };
}

/** Whether an input has to have the parameter: it is required, and nothing else fills it in. */
export function isDemandedInput({ dialect }: InputContext, parameter: Parameter): boolean {
  return parameter.initialValue === undefined && isDemanded(dialect, parameter);
}

/** The schema of a parameter's value, by its shape. */
export function valueSchema(context: InputContext, parameter: Parameter): JsonSchema {
  const item = () => scalarSchema(context, parameter);
  const isRequired = isDemandedInput(context, parameter);
  switch (shapeOf(parameter)) {
    case "flag":
      return isRequired ? { const: true } : { type: "boolean" };
    case "on-off":
      return switchSchema(parameter);
    case "count":
      return { type: "integer", minimum: isRequired ? 1 : 0, maximum: 100 };
    case "list":
      return { type: "array", items: bareOr(parameter, item()), ...(isRequired && { minItems: 1 }) };
    case "groups": {
      const bounds = parameter.nargs === "remainder" ? { maxItems: 1 } : {};
      const group: JsonSchema = { type: "array", items: item(), ...itemBounds(parameter) };
      return { type: "array", items: group, ...(isRequired && { minItems: 1 }), ...bounds };
    }
    case "many":
      return { type: "array", ...itemSchemas(context, parameter), ...listBounds(context, parameter) };
    case "optional":
      return bareOr(parameter, item());
    default:
      return item();
  }
}

/** A switch that can be written on and off; only what has an option string can be said. */
function switchSchema(parameter: Parameter): JsonSchema {
  const isOn = flagsOf(parameter).length > 0;
  const isOff = (parameter.negativeFlags ?? []).length > 0;
  return isOn && isOff ? { type: "boolean" } : { const: isOn };
}

/** The value, or true for the option without one. */
function bareOr(parameter: Parameter, value: JsonSchema): JsonSchema {
  const isOption = parameter.nargs === "?" && parameter.kind !== "positional" && !isBoolean(parameter);
  return isOption ? { anyOf: [value, { const: true }] } : value;
}

function itemSchemas(context: InputContext, parameter: Parameter): JsonSchema {
  const items = scalarSchema(context, parameter);
  const pattern = firstWordPattern(context, parameter);
  if (pattern === undefined) return { items };
  return { prefixItems: [{ ...items, allOf: [...(items.allOf ?? []), { pattern }] }], items };
}

function itemBounds({ nargs }: Parameter): { minItems?: number; maxItems?: number } {
  if (typeof nargs === "number") return { minItems: nargs, maxItems: nargs };
  return nargs === "+" ? { minItems: 1 } : {};
}

function listBounds(context: InputContext, parameter: Parameter): { minItems?: number; maxItems?: number } {
  const bounds = itemBounds(parameter);
  if (typeof parameter.nargs === "number" || parameter.kind !== "positional") {
    const needsItem = bounds.minItems === undefined && !takesNothing(parameter);
    const isEmptyRefused = needsItem && isDemandedInput(context, parameter);
    return isEmptyRefused ? { minItems: 1 } : bounds;
  }
  const rules = positionalRules(context);
  const most = rules.atMost.get(parameter.id);
  const isOpen = bounds.minItems === undefined && !isDemandedInput(context, parameter);
  return {
    ...bounds,
    ...((!isOpen || isInvolved(rules, parameter.id)) && { minItems: 1 }),
    ...(most !== undefined && { maxItems: most }),
  };
}

function annotationsOf(context: InputContext, parameter: Parameter, value: JsonSchema): JsonSchema {
  const { secret, help, deprecated, defaultText, clamp, mustExist, pathKind, label } = parameter;
  const title = label ?? titleOf(parameter);
  const formats = formatsOf(parameter);
  const standard = secret ? undefined : defaultOf(context, parameter, value);
  const isUnsent = standard === undefined && !secret && typeof defaultText === "string";
  return {
    ...(title !== undefined && { title }),
    ...(help && { description: help }),
    ...(standard !== undefined && { default: standard }),
    ...(isUnsent && { "x-wooey-default": defaultText }),
    ...(deprecated && { deprecated: true as const }),
    ...(secret && { writeOnly: true as const }),
    ...(formats.length > 0 && { "x-wooey-date-formats": formats }),
    ...(clamp && { "x-wooey-clamp": boundsOf(parameter) }),
    ...(mustExist && { "x-wooey-must-exist": true as const }),
    ...((pathKind === "file" || pathKind === "directory") && { "x-wooey-path-kind": pathKind }),
    ...checkedByScript(parameter),
  };
}

/** The option string, unless it is the id as an option string. */
function titleOf(parameter: Parameter): string | undefined {
  const flag = mainFlag(flagsOf(parameter)) ?? mainFlag(parameter.negativeFlags ?? []);
  const name = flag?.replace(/^-+/, "").replaceAll("-", "_");
  return name === parameter.id.replaceAll("-", "_") ? undefined : flag;
}

function boundsOf({ minimum, maximum }: Parameter): { minimum?: number; maximum?: number } {
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

/** The value that applies if the property is absent; undefined where an input cannot have it. */
function defaultOf(context: InputContext, parameter: Parameter, schema: JsonSchema): unknown {
  const { initialValue, default: standard, defaultSuppressed } = parameter;
  const shape = shapeOf(parameter);
  const isOff = (shape === "flag" || shape === "count") && initialValue === undefined;
  if (isOff || (initialValue === undefined && defaultSuppressed)) return undefined;
  const value = initialValue ?? standard;
  if (value === undefined || value === null || scalarKindOf(parameter) === "file") return undefined;
  // A default that is not a value of its parameter does not match the schema of its values.
  const written = writeInputValue(parameter, value as NonNullable<Value>);
  return matchesSchema(schema, written, definitions(context.dialect)) ? written : undefined;
}

/** Whose type is a function of the script, which may refuse what the schema accepts. */
function checkedByScript(parameter: Parameter): JsonSchema {
  const { typeName, choices, choicesTruncated, action } = parameter;
  if (action === "custom") return { "x-checked-by-script": typeName ?? true };
  if (typeName === undefined || knownTypes.test(typeName)) return {};
  const isListed = choices !== undefined && !choicesTruncated;
  return isListed ? {} : { "x-checked-by-script": typeName };
}

/** Types whose rules the schema knows in full. */
const knownTypes =
  /^(?:bool|int|float|str|open|io\.open|_io\.open|FileType|uuid\.UUID|json\.loads|decimal\.Decimal|numpy\.\w+|ipaddress\.IPv4(?:Address|Interface)|(?:datetime\.)?(?:date|datetime|time)\.fromisoformat|pathlib\.[\w.]+|posixpath\.\w+|os\.fs\w+)$/;
