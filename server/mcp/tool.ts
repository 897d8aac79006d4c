import type { CallToolResult, ContentBlock, Tool as ToolDefinition } from "@modelcontextprotocol/server";
import { z } from "zod";
import { hasScope, isStaffReader } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import type { Caller } from "./caller";
import { toErrorResult } from "./error-result";

/** What a tool returns: data that fits its output schema, and content that data cannot express. */
export interface ToolAnswer<Data> {
  data: Data;
  /** Links and pictures. */
  content?: ContentBlock[];
}

interface ToolDeclaration<Input extends z.ZodObject, Output extends z.ZodObject> {
  name: string;
  title: string;
  description: string;
  input: Input;
  output: Output;
  /** What to do where nothing is found. */
  notFoundAdvice?: string;
  /** What a key must allow. Tools that read change nothing. */
  scope: "read" | "run";
  run: (caller: Caller, input: z.output<Input>, signal: AbortSignal) => Promise<ToolAnswer<z.output<Output>>>;
}

/** A tool as clients list and call it. */
export interface Tool {
  definition: ToolDefinition;
  call: (caller: Caller, input: unknown, signal: AbortSignal) => Promise<CallToolResult>;
}

/**
 * A tool of these schemas. Whatever is wrong with a call becomes a result that an agent can read and act on: protocol errors
 * reach only its client.
 */
export function tool<Input extends z.ZodObject, Output extends z.ZodObject>({
  input,
  output,
  notFoundAdvice,
  scope,
  run,
  ...texts
}: ToolDeclaration<Input, Output>): Tool {
  const annotations = scope === "read" ? { readOnlyHint: true } : { readOnlyHint: false, destructiveHint: false };
  return {
    definition: {
      ...texts,
      inputSchema: toSchema(input),
      outputSchema: toSchema(output),
      annotations,
    },
    call: async (caller, given, signal) => {
      try {
        requireScope(caller, scope);
        return toResult(await run(caller, input.parse(given), signal), caller);
      } catch (error) {
        return toErrorResult(error, { tool: texts.name, schema: input, given, notFoundAdvice });
      }
    },
  };
}

/** Verbs would answer as if there were nothing to find. @throws forbidden */
function requireScope({ actor }: Caller, scope: "read" | "run"): void {
  if (hasScope(actor, scope) || (scope === "read" && isStaffReader(actor))) return;
  throw new AppError("forbidden", t("This API key does not allow this. It needs the scope {scope}.", { scope }));
}

/** A schema of an object as tools/list has it: without what every client assumes, because it takes room in a context. */
function toSchema(schema: z.ZodObject): ToolDefinition["inputSchema"] {
  // The results are checked against the schema of an input, too, which allows further fields in objects that are not strict.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    override: ({ jsonSchema }) => shorten(jsonSchema),
  });
  // The schema of an object has the type "object", which JSON Schema's own types do not say.
  return rest as ToolDefinition["inputSchema"];
}

function shorten(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  const types = schema.anyOf?.map((each) => (Object.keys(each).every((key) => key === "type") ? each.type : undefined));
  if (!types?.every((type) => type !== undefined)) return;
  delete schema.anyOf;
  // JSON Schema allows a list here, which zod's types do not have.
  Object.assign(schema, { type: types });
}

/** Clients that do not read structured content get the same as JSON in a text, as the protocol asks. */
function toResult({ data, content = [] }: ToolAnswer<Record<string, unknown>>, { knowsLinks }: Caller): CallToolResult {
  const shown = knowsLinks ? content : content.filter((block) => block.type !== "resource_link");
  return { content: [{ type: "text", text: JSON.stringify(data) }, ...shown], structuredContent: data };
}
