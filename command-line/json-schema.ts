import { exclusiveRules } from "./exclusive-schema";
import { fillableInputs, inputContextOf, insideOf, shownCommands } from "./fillable-inputs";
import type { InputContext } from "./input-context";
import { openListRule } from "./open-lists";
import { isDemandedInput, parameterSchema } from "./parameter-schema";
import { positionalRules } from "./positional-rules";
import { definitions } from "./scalar-schema";
import type { JsonSchema } from "./schema-types";
import type { ScriptSpec } from "./spec";

/**
 * The JSON Schema (2020-12) of a script's input: an object with a property for each parameter that a caller may give, and
 * `$command` for the chosen sub-command. A property that is null counts as absent; `readJsonInput` accepts exactly the
 * inputs that the schema accepts without their nulls. docs/input-schema.md explains the `x-` keywords.
 */
export function toInputSchema(spec: ScriptSpec): JsonSchema {
  const context = inputContextOf(spec);
  const schema = commandSchema(context);
  const used = JSON.stringify(schema);
  const shared = Object.entries(definitions(context.dialect)).filter(([name]) => used.includes(`"#/$defs/${name}"`));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...(spec.prog && { title: spec.prog }),
    ...schema,
    ...(shared.length > 0 && { $defs: Object.fromEntries(shared) }),
    "x-wooey-arguments-max-bytes": argumentsBytesMax,
  };
}

/** What an input may take on a command line, with all its option strings: argvBytesMax of build.ts. */
const argumentsBytesMax = 1_800_000;

function commandSchema(context: InputContext): JsonSchema {
  const { command } = context;
  const parameters = fillableInputs(context);
  const properties = new Map(parameters.map((one) => [one.id, parameterSchema(context, one)]));
  // Where a parameter or a sub-command is required and cannot be given, no input is right.
  const required = command.params.filter((one) => isDemandedInput(context, one)).map((one) => one.id);
  const chosen = subcommandSchema(context);
  if (chosen) properties.set("$command", chosen);
  if (command.subcommands?.required) required.push("$command");
  if (context.takesExtra) properties.set("$rest", extraArgumentsSchema);
  const { needs, lists } = positionalRules(context);
  const open = openListRule(context);
  const rules = [...exclusiveRules(context), ...lists.map(({ schema }) => schema), ...(open ? [open] : [])];
  const description = command.description ?? command.help;
  return {
    ...(description && { description }),
    ...(command.deprecated && { deprecated: true }),
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    ...(needs.size > 0 && { dependentRequired: Object.fromEntries(needs) }),
    ...(rules.length > 0 && { allOf: rules }),
    additionalProperties: false,
  };
}

/** An object with one property: the name of the chosen sub-command, with its input. */
function subcommandSchema(context: InputContext): JsonSchema | undefined {
  const { subcommands } = context.command;
  const commands = shownCommands(context);
  if (!subcommands || commands.length === 0) return undefined;
  const oneOf = commands.map(
    (command): JsonSchema => ({
      title: command.name,
      type: "object",
      properties: Object.fromEntries([[command.name, commandSchema(insideOf(context, command))]]),
      required: [command.name],
      additionalProperties: false,
    }),
  );
  const { title, help } = subcommands;
  return { ...(title && { title }), ...(help && { description: help }), oneOf };
}

const extraArgumentsSchema: JsonSchema = {
  description: "Arguments that the script accepts and does not describe.",
  type: "array",
  items: { $ref: "#/$defs/text" },
  "x-wooey-unknown-arguments": true,
};
