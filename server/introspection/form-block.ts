import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import type { Command, Parameter, ScriptSpec } from "./spec";
import { scriptSpecSchema } from "./spec-schema";

const opening = /^(#|\/\/|--|;+|%) \/\/\/ form\s*$/;
const blockCharactersMax = 200_000;
const typeNames = ["string", "integer", "number", "flag", "count", "date", "file", "output", "json"] as const;

const field = z.strictObject({
  flags: z.union([z.string().transform((flag) => [flag]), z.array(z.string().min(1)).min(1)]).optional(),
  name: z.string().min(1).optional(),
  type: z.enum(typeNames).optional(),
  help: z.string().optional(),
  required: z.boolean().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]).optional(),
  choices: z.array(z.union([z.string(), z.number()])).optional(),
  many: z.boolean().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  secret: z.boolean().optional(),
});

const block = z.strictObject({
  description: z.string().optional(),
  version: z.union([z.string(), z.number().transform(String)]).optional(),
  params: z.array(field).default([]),
});

export type FormBlock = { spec: ScriptSpec } | { error: { code: string; message: string; line: number; fix?: string } };

/**
 * The parameters that a script declares in a comment block (`# /// form` to `# ///`, YAML, as PEP 723 does it), or what
 * is wrong with the block; null without one.
 */
export function readFormBlock(source: string, program: string): FormBlock | null {
  const lines = source.split(/\r?\n/);
  const first = lines.findIndex((line) => opening.test(line));
  const mark = opening.exec(lines[first] ?? "")?.[1];
  if (mark === undefined) return null;
  const length = lines.slice(first + 1).findIndex((line) => line.trimEnd() === `${mark} ///`);
  if (length < 0) return wrong(first + 1, `The form block is not closed: a line "${mark} ///" is missing.`);
  const content = lines.slice(first + 1, first + 1 + length).map((line) => uncomment(line, mark));
  return parseBlock(content.join("\n").slice(0, blockCharactersMax), first + 2, program);
}

function uncomment(line: string, mark: string): string {
  return line.startsWith(`${mark} `)
    ? line.slice(mark.length + 1)
    : line.slice(line.startsWith(mark) ? mark.length : 0);
}

function parseBlock(content: string, firstLine: number, program: string): FormBlock {
  let data: unknown;
  try {
    data = parse(content, { maxAliasCount: 20 });
  } catch (error) {
    const line = error instanceof YAMLParseError ? (error.linePos?.[0].line ?? 1) : 1;
    return wrong(firstLine + line - 1, "The form block is not valid YAML.");
  }
  const parsed = block.safeParse(data ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return wrong(
      firstLine,
      `The form block is not understood at ${issue?.path.join(".") || "its top"}: ${issue?.message}.`,
    );
  }
  const { description, version, params } = parsed.data;
  const nameless = params.findIndex((param) => param.flags === undefined && param.name === undefined);
  if (nameless >= 0)
    return wrong(firstLine, `Parameter ${nameless + 1} of the form block has neither flags nor a name.`);
  const command: Command = { name: "", description, groups: [], mutex: [], params: withIds(params.map(toParameter)) };
  const spec = { schema: 1, engine: "declared", method: "declared", prog: program, version, stubbed: [], warnings: [] };
  return { spec: scriptSpecSchema.parse({ ...spec, command }) };
}

function toParameter(declared: z.infer<typeof field>): Parameter {
  const { flags, name, type = "string", help, required, many, choices, secret, minimum, maximum } = declared;
  const long = flags?.find((flag) => flag.startsWith("--")) ?? flags?.[0];
  const dest = name ?? (long ?? "").replace(/^-+/, "").replaceAll(/[^A-Za-z0-9]+/g, "_");
  const base = {
    ...{ id: dest, dest, help, secret, minimum, maximum, flags },
    kind: flags ? ("option" as const) : ("positional" as const),
    default: declared.default,
    required: required ?? (flags === undefined && declared.default === undefined),
    choices: choices?.map((choice) => ({ value: String(choice) })),
  };
  if (type === "flag") return { ...base, action: "store_true", nargs: 0, type: "boolean" };
  if (type === "count") return { ...base, action: "count", nargs: 0, type: "integer" };
  const plain = type === "integer" || type === "number" ? type : "string";
  return { ...base, ...numberOf(base.kind, base.required, many), type: plain, ...formatOf(type) };
}

function numberOf(kind: Parameter["kind"], required: boolean, many = false): Pick<Parameter, "action" | "nargs"> {
  if (kind === "option") return { action: many ? "append" : "store" };
  if (many) return { action: "store", nargs: required ? "+" : "*" };
  return required ? { action: "store" } : { action: "store", nargs: "?" };
}

function formatOf(type: (typeof typeNames)[number]): Pick<Parameter, "format" | "mode"> {
  if (type === "file") return { format: "file", mode: "r" };
  if (type === "output") return { format: "file", mode: "w" };
  return type === "date" || type === "json" ? { format: type } : {};
}

function withIds(params: Parameter[]): Parameter[] {
  const seen = new Map<string, number>();
  return params.map((param) => {
    const count = (seen.get(param.dest) ?? 0) + 1;
    seen.set(param.dest, count);
    return count === 1 ? param : { ...param, id: `${param.dest}-${count}` };
  });
}

function wrong(line: number, message: string): FormBlock {
  return { error: { code: "form_block", message, line, fix: "See the documentation of form blocks." } };
}
