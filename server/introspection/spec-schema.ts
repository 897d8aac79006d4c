import { z } from "zod";
import type { Command, DescribeReport, Parameter, ScriptSpec } from "@/command-line/spec";

const text = z.string().optional();
const flag = z.boolean().optional();
const number = z.number().optional();
const scalar = z.union([z.string(), z.number(), z.boolean()]);

const parameter = z.object({
  id: z.string().min(1),
  dest: z.string(),
  kind: z.enum(["option", "positional", "keyword", "literal"]),
  flags: z.array(z.string().min(1)).optional(),
  negativeFlags: z.array(z.string().min(1)).optional(),
  action: z.enum([
    "store",
    "store_true",
    "store_false",
    "store_const",
    "append",
    "append_const",
    "extend",
    "count",
    "boolean_optional",
    "custom",
  ]),
  nargs: z.union([z.number().int().nonnegative(), z.enum(["?", "*", "+", "remainder"])]).optional(),
  type: z.enum(["string", "integer", "number", "boolean", "array", "object", "any"]),
  format: z
    .enum([
      "file",
      "path",
      "date",
      "date-time",
      "time",
      "json",
      "bool",
      "truthy",
      "enum",
      "uuid",
      "ip",
      "regex",
      "comma-list",
      "python-literal",
      "bytes",
      "color",
    ])
    .optional(),
  typeName: text,
  mode: text,
  boolStrings: z.tuple([z.string(), z.string()]).optional(),
  strptime: text,
  strptimeFormats: z.array(z.string()).optional(),
  pathKind: z.enum(["file", "directory", "any"]).optional(),
  mustExist: flag,
  choices: z.array(z.object({ value: z.string(), label: text, unreachable: z.literal(true).optional() })).optional(),
  choicesTruncated: flag,
  caseInsensitive: z.literal(true).optional(),
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  clamp: z.literal(true).optional(),
  default: z.unknown().optional(),
  defaultText: text,
  defaultSuppressed: flag,
  const: z.unknown().optional(),
  optionLikeValuesImpossible: z.literal(true).optional(),
  repeats: z.literal(true).optional(),
  required: z.boolean(),
  metavar: text,
  help: text,
  group: text,
  mutex: text,
  overlooked: z.object({ alone: z.literal(true).optional(), default: z.literal(true).optional() }).optional(),
  hidden: flag,
  deprecated: flag,
  secret: flag,
  secretBy: z
    .string()
    .regex(/^(argv|stdin|env [A-Za-z_][A-Za-z0-9_]*)$/)
    .optional(),
  env: text,
  widget: text,
  guessed: flag,
  hint: z.object({ kind: z.enum(["file", "directory"]), mode: text, bySource: flag }).optional(),
  label: text,
  initialValue: z.union([scalar, z.array(scalar), z.array(z.array(scalar))]).optional(),
  locked: flag,
  position: number,
}) satisfies z.ZodType<Parameter>;

/** The schemas of a parameter's keys. */
export const parameterShape = parameter.shape;

const command: z.ZodType<Command> = z.object({
  name: z.string(),
  aliases: z.array(z.string()).optional(),
  help: text,
  description: text,
  epilog: text,
  usage: text,
  hidden: flag,
  deprecated: flag,
  prefixChars: text,
  fromfilePrefixChars: text,
  allowAbbrev: z.literal(false).optional(),
  negativeNumberOptions: z.literal(true).optional(),
  numbersAreWords: z.literal(true).optional(),
  noHelp: z.literal(true).optional(),
  intermixed: z.literal(true).optional(),
  laterPositionalsFirst: z.literal(true).optional(),
  groups: z.array(z.object({ id: z.string(), title: z.string(), description: text, standard: z.boolean() })),
  mutex: z.array(z.object({ id: z.string(), required: z.boolean(), title: text, params: z.array(z.string()) })),
  params: z.array(parameter),
  subcommands: z
    .object({
      dest: text,
      required: z.boolean(),
      title: text,
      help: text,
      metavar: text,
      position: number,
      commands: z.array(z.lazy(() => command)),
    })
    .optional(),
});

const pep723 = z.object({ requiresPython: text, dependencies: z.array(z.string()), text: z.string() }).optional();

const plainValues = z.record(z.string(), z.union([z.string(), z.number()])).optional();
/** The values of a sentence; one of them may be a sentence of its own, such as the reason for the first. */
const values = z
  .record(z.string(), z.union([z.string(), z.number(), z.object({ text: z.string(), values: plainValues })]))
  .optional();
const warning = z.object({ code: z.string(), message: z.string(), values, line: number, fix: text });

/** Libraries whose rules for a command line a form file can ask for. */
export const declarableLibraries = [
  "argparse",
  "click",
  "typer",
  "docopt",
  "optparse",
  "getopt",
  "fire",
  "absl",
] as const satisfies readonly ScriptSpec["engine"][];

/** A ScriptSpec from a process that runs a script, or from a form file. Unknown keys are dropped. */
export const scriptSpecSchema: z.ZodType<ScriptSpec> = z.object({
  schema: z.literal(1),
  engine: z.enum([
    ...declarableLibraries,
    "tyro",
    "jsonargparse",
    "tornado",
    "cleo",
    "plumbum",
    "invoke",
    "function",
    "sys.argv",
    "declared",
    "help",
    "none",
  ]),
  method: z.enum(["runtime", "static", "declared", "help"]),
  prog: text,
  version: text,
  versionText: text,
  docstring: text,
  pep723,
  stubbed: z.array(z.string()),
  warnings: z.array(warning),
  incomplete: flag,
  lenient: flag,
  pythonVersion: text,
  command,
});

/** What `describe` returns in place of a spec. */
export const describeErrorSchema: z.ZodType<{ error: NonNullable<DescribeReport["error"]> }> = z.object({
  error: z.object({ code: z.string(), message: z.string(), values, line: number, fix: text, pep723 }),
});

/** The help text that a script prints itself, and the flags in it that belong to no form. */
export const helpTextSchema: z.ZodType<{ helpText: string; notOffered?: string[] }> = z.object({
  helpText: z.string(),
  notOffered: z.array(z.string()).optional(),
});
