import { z } from "zod";
import type { JsonSchema } from "@/command-line/schema-types";
import { describeScript } from "@/server/api/script-description";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { toAgentExample, toAgentSchema } from "./agent-schema";
import { outlineSchema } from "./schema-outline";
import { findAdvice } from "./script-find";
import { tool } from "./tool";

const DOCUMENTATION_MAX = 8_000;

const input = z.strictObject({
  script: z.string().max(200).describe("The slug."),
  version: z.string().max(100).optional().describe("The default version if left out."),
  schema: z.boolean().optional().describe("Also returns the JSON Schema of the input."),
});

const output = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  documentation: z.string().optional(),
  version: z.string(),
  url: z.string(),
  input: z.string().describe("The properties of the input of script_run: their types and defaults."),
  example: z.record(z.string(), z.unknown()).optional().describe("The least that the input requires."),
  schema: z.record(z.string(), z.unknown()).optional(),
});

export const scriptDescribeTool = tool({
  name: "script_describe",
  title: "Describe a script",
  description: "What a script does, and an outline of its input with an example.",
  input,
  output,
  notFoundAdvice: findAdvice,
  scope: "read",
  run: async ({ actor, origin }, { script: slug, version: label, schema: wantsSchema = false }) => {
    const { name, description, documentation, version, ...described } = await describeScript(actor, slug, label);
    if (!described.input || !version) throw new AppError("not_found", t("Unable to find script."));
    // toInputSchema made it.
    const schema = toAgentSchema(described.input as JsonSchema);
    const [example] = described.examples;
    return {
      data: {
        slug,
        name,
        description,
        ...(documentation === "" ? {} : { documentation: documentation.slice(0, DOCUMENTATION_MAX) }),
        version,
        url: `${origin}/scripts/${slug}/`,
        input: outlineSchema(schema),
        ...(example ? { example: toAgentExample(example) } : {}),
        ...(wantsSchema ? { schema: { ...schema } } : {}),
      },
    };
  },
});
