import { z } from "zod";
import type { Command, Parameter, ScriptSpec } from "@/command-line/spec";
import { declarableLibraries, parameterShape, scriptSpecSchema } from "../spec-schema";

const friendlyTypes = ["flag", "count", "date", "file", "output", "json"] as const;
const plainTypes = ["string", "integer", "number", "boolean", "array", "object", "any"] as const;
const text = z.string().optional();
const words = z.union([z.string().transform((word) => [word]), z.array(z.string().min(1)).min(1)]);

const { flags: _flags, type: _type, required: _required, choices: _choices, ...exact } = parameterShape;

/** A parameter, in friendly words. Every key of a ScriptSpec is accepted as well, and is taken as it is. */
const field = z.strictObject({
  ...z.object(exact).partial().shape,
  nargs: exact.nargs.nullable(),
  format: exact.format.nullable(),
  flags: words.optional(),
  name: z.string().min(1).optional(),
  type: z.enum([...friendlyTypes, ...plainTypes]).optional(),
  required: z.boolean().optional(),
  choices: z
    .array(z.union([z.string(), z.number(), z.object({ value: z.union([z.string(), z.number()]), label: text })]))
    .optional(),
  /** Several values are accepted: an option may be repeated, a positional takes all remaining arguments. */
  many: z.boolean().optional(),
  /** The former name of `initialValue`. */
  preset: exact.initialValue,
  /** The name of a set of parameters of which at most one may be given. */
  exclusive: z.string().min(1).optional(),
});
export type DeclaredParameter = z.infer<typeof field>;

const commandShape = {
  description: text,
  help: text,
  epilog: text,
  usage: text,
  params: z.array(field).default([]),
  groups: z
    .array(
      z.strictObject({
        title: z.string().min(1),
        description: text,
        id: z.string().min(1).optional(),
        standard: z.boolean().optional(),
      }),
    )
    .default([]),
  exclusive: z
    .array(z.strictObject({ name: z.string().min(1), title: text, required: z.boolean().default(false) }))
    .default([]),
  prefixChars: text,
  fromfilePrefixChars: text,
  allowAbbrev: z.literal(false).optional(),
  negativeNumberOptions: z.literal(true).optional(),
  numbersAreWords: z.literal(true).optional(),
  noHelp: z.literal(true).optional(),
  commandTitle: text,
  commandHelp: text,
  commandRequired: z.boolean().default(true),
  commandDest: text,
  commandMetavar: text,
  commandPosition: z.number().int().nonnegative().optional(),
};

export interface DeclaredCommand extends z.infer<z.ZodObject<typeof commandShape>> {
  name?: string | undefined;
  aliases?: string[] | undefined;
  hidden?: boolean | undefined;
  deprecated?: boolean | undefined;
  commands?: DeclaredCommand[] | undefined;
}

const command: z.ZodType<DeclaredCommand> = z.strictObject({
  ...commandShape,
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)).optional(),
  hidden: z.boolean().optional(),
  deprecated: z.boolean().optional(),
  commands: z.array(z.lazy(() => command)).optional(),
});

/** The schema of a form block or a sidecar file. */
export const declaredForm = z.strictObject({
  ...commandShape,
  version: z.union([z.string(), z.number().transform(String)]).optional(),
  /** The library whose rules for command lines apply, if not those of argparse. */
  library: z.enum([...declarableLibraries, "declared"]).default("declared"),
  /** Whether the script accepts arguments that are not declared. */
  lenient: z.boolean().optional(),
  commands: z.array(command).optional(),
});

/** Turns a declaration into a ScriptSpec. @throws DeclarationError, whose path leads to the mistake */
export function toDeclaredSpec(declared: z.infer<typeof declaredForm>, program: string): ScriptSpec {
  const { library, version, lenient } = declared;
  return scriptSpecSchema.parse({
    schema: 1,
    engine: library,
    method: "declared",
    prog: program,
    version,
    lenient,
    stubbed: [],
    warnings: [],
    ...(library === "argparse" ? { versionText: version } : {}),
    command: toCommand({ ...declared, name: "" }, []),
  });
}

/** A mistake in a declaration that its schema cannot find. */
export class DeclarationError extends Error {
  readonly path: (string | number)[];

  constructor(message: string, path: (string | number)[]) {
    super(message);
    this.path = path;
  }
}

function toCommand(declared: DeclaredCommand, path: (string | number)[]): Command {
  const { name = "", aliases, hidden, deprecated, help, description, epilog, usage } = declared;
  const { prefixChars, fromfilePrefixChars, allowAbbrev, negativeNumberOptions, noHelp } = declared;
  const params = withIds(
    declared.params.map((param, index) => toParameter(checked(param, [...path, "params", index]))),
  );
  const groups = groupsOf(declared);
  for (const param of params) {
    if (param.group === undefined) continue;
    param.group = (groups.find((one) => one.id === param.group) ?? groups.find((one) => one.title === param.group))?.id;
  }
  return {
    name,
    aliases,
    hidden,
    deprecated,
    help,
    description,
    epilog,
    usage,
    prefixChars,
    fromfilePrefixChars,
    allowAbbrev,
    negativeNumberOptions,
    noHelp,
    groups,
    mutex: mutexOf(declared, params),
    params,
    ...(declared.commands ? { subcommands: toSubcommands(declared, declared.commands, path) } : {}),
  };
}

function toSubcommands(declared: DeclaredCommand, commands: DeclaredCommand[], path: (string | number)[]) {
  return {
    required: declared.commandRequired,
    title: declared.commandTitle,
    help: declared.commandHelp,
    dest: declared.commandDest,
    metavar: declared.commandMetavar,
    position: declared.commandPosition,
    commands: commands.map((one, index) => toCommand(one, [...path, "commands", index])),
  };
}

/** Declared groups, followed by those that only parameters name, in the order of the parameters. */
function groupsOf(declared: DeclaredCommand): Command["groups"] {
  const groups = declared.groups.map(({ title, description, id, standard = false }) => ({
    id: id ?? groupId(title),
    title,
    description,
    standard,
  }));
  for (const { group } of declared.params) {
    if (group === undefined || groups.some((one) => one.id === group || one.title === group)) continue;
    groups.push({ id: groupId(group), title: group, description: undefined, standard: false });
  }
  return groups;
}

/** The id of a group that is declared by its title alone. */
export function groupId(title: string): string {
  return title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
}

function mutexOf(declared: DeclaredCommand, params: Parameter[]): Command["mutex"] {
  const groups = declared.exclusive.map(({ name, title, required }) => ({ id: name, title, required }));
  for (const { mutex } of params) {
    if (mutex === undefined || groups.some((one) => one.id === mutex)) continue;
    groups.push({ id: mutex, title: undefined, required: false });
  }
  return groups.map((one) => ({
    ...one,
    params: params.filter((param) => param.mutex === one.id).map((param) => param.id),
  }));
}

function checked(declared: DeclaredParameter, path: (string | number)[]): DeclaredParameter {
  const { flags, name, dest } = declared;
  if (flags === undefined && name === undefined && dest === undefined) {
    throw new DeclarationError("A parameter of the form block has neither flags nor a name.", path);
  }
  const wrong = declared.kind === undefined && flags?.find((flag) => /^[\p{L}\p{N}\s]/u.test(flag));
  if (wrong) throw new DeclarationError(`The form block has the flag "${wrong}", which does not begin with "-".`, path);
  return declared;
}

/** Turns a declared parameter into one of a spec. Keys of a ScriptSpec take precedence over friendly words. */
export function toParameter(declared: DeclaredParameter): Parameter {
  const {
    flags,
    name,
    type = "string",
    required,
    many,
    choices,
    exclusive,
    nargs,
    format,
    preset,
    ...attributes
  } = declared;
  const long = flags?.find((flag) => flag.startsWith("--")) ?? flags?.[0];
  const dest = attributes.dest ?? name ?? (long ?? "").replace(/^-+/, "").replaceAll(/[^A-Za-z0-9]+/g, "_");
  const kind = flags ? ("option" as const) : ("positional" as const);
  const isRequired = required ?? (flags === undefined && attributes.default === undefined);
  const made = {
    id: dest,
    dest,
    kind,
    flags,
    required: isRequired,
    choices: choices?.map(toChoice),
    mutex: exclusive,
    initialValue: preset,
    ...meaningOf(type, { kind, isRequired, many }),
  };
  const all = { ...made, ...attributes, ...(nargs == null ? {} : { nargs }), ...(format == null ? {} : { format }) };
  if (nargs === null) delete all.nargs;
  if (format === null) delete all.format;
  return withoutUndefined(all);
}

interface Arity {
  kind: Parameter["kind"];
  isRequired: boolean;
  many?: boolean | undefined;
}

function meaningOf(
  type: NonNullable<DeclaredParameter["type"]>,
  arity: Arity,
): Pick<Parameter, "action" | "nargs" | "type" | "format" | "mode"> {
  if (type === "flag") return { action: "store_true", nargs: 0, type: "boolean" };
  if (type === "count") return { action: "count", nargs: 0, type: "integer" };
  const plain = plainTypes.find((one) => one === type) ?? "string";
  return { ...numberOf(arity), type: plain, ...formatOf(type) };
}

function numberOf({ kind, isRequired, many }: Arity): Pick<Parameter, "action" | "nargs"> {
  if (kind === "option") return { action: many ? "append" : "store" };
  if (many) return { action: "store", nargs: isRequired ? "+" : "*" };
  return isRequired ? { action: "store" } : { action: "store", nargs: "?" };
}

function formatOf(type: string): Pick<Parameter, "format" | "mode"> {
  if (type === "file") return { format: "file", mode: "r" };
  if (type === "output") return { format: "file", mode: "w" };
  return type === "date" || type === "json" ? { format: type } : {};
}

function toChoice(choice: NonNullable<DeclaredParameter["choices"]>[number]) {
  if (typeof choice !== "object") return { value: String(choice) };
  return { value: String(choice.value), ...(choice.label === undefined ? {} : { label: choice.label }) };
}

function withIds(params: Parameter[]): Parameter[] {
  const seen = new Map<string, number>();
  return params.map((param) => {
    const count = (seen.get(param.id) ?? 0) + 1;
    seen.set(param.id, count);
    return count === 1 ? param : { ...param, id: `${param.id}-${count}` };
  });
}

function withoutUndefined(param: Parameter): Parameter {
  const entries = Object.entries(param).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as Parameter; // the same object without the keys that have no value
}
