import type { JsonSchema } from "@/command-line/schema-types";
import { t } from "@/server/language/text";

/** A file that an agent writes into its call (inline-files.ts). */
const inlineFile: JsonSchema = {
  type: "object",
  properties: { $text: { description: "The content of the file.", type: "string" }, name: { type: "string" } },
  required: ["$text"],
  additionalProperties: false,
};

/** The schema of a script's input for agents: a call has no parts that could be files, but a file can be a text in it. */
export function toAgentSchema(schema: JsonSchema): JsonSchema {
  const { $schema: _, ...rest } = schema;
  const file = schema.$defs?.file;
  if (!file) return rest;
  const others = (file.oneOf ?? []).filter(({ properties = {} }) => !("$file" in properties));
  return { ...rest, $defs: { ...rest.$defs, file: { oneOf: [inlineFile, ...others] } } };
}

/** An example of an input for agents, with a text for each file. */
export function toAgentExample(example: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(example, (_, value: unknown) =>
    typeof value === "object" && value !== null && "$file" in value ? { $text: "…", name: "input.txt" } : value,
  );
  // An object without the files is one with texts in their place.
  return JSON.parse(text) as Record<string, unknown>;
}

/** The ways to give a file, as agents write them. */
export const fileForms =
  '{"$text": "its content", "name": "words.txt"}, {"$upload": "id"} or {"$job": 12, "path": "out.csv"}';

/** An error in an input for agents, to whom the schema of a file would say too much, and its text the wrong forms. */
export function toAgentDetail<Detail extends { detail: string; allowed?: unknown }>(detail: Detail): Detail {
  const isFile = JSON.stringify(detail.allowed ?? null).includes('"$file"');
  if (!isFile) return detail;
  const isForm = detail.detail.includes("$file");
  return { ...detail, allowed: fileForms, ...(isForm ? { detail: t("This must be a file.") } : {}) };
}
