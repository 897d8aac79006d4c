import { z } from "zod";
import { createApiKeyInput } from "@/server/api-keys/create";
import { environmentPatchFields, newEnvironmentFields } from "@/server/wooey/environment-fields";
import { wooeyEnvironment } from "@/server/wooey/environments";
import { stopFields } from "@/server/wooey/job-actions";
import { wooeyDetails, wooeyJobId, wooeyJobState, wooeyState } from "@/server/wooey/job-answers";
import { addedElement, wooeyListedScript, wooeyScript, wooeyVersion } from "@/server/wooey/script-answers";
import { addScriptFields, scriptPatchFields, versionPatchFields } from "@/server/wooey/script-fields";
import { submitFields } from "@/server/wooey/submit";

const yes = { valid: z.literal(true) };
const texts = z.array(z.string()).min(1);

const refused = z
  .object({
    valid: z.literal(false),
    errors: z
      .record(z.string(), texts)
      .meta({ description: "Messages by field; `__all__` for those that belong to no field." }),
  })
  .meta({ description: "Why the request was rejected." });

/** Schemas of requests, by their names in the document. */
const sent = {
  NewScriptFields: addScriptFields,
  ScriptFields: scriptPatchFields,
  VersionFields: versionPatchFields,
  Submission: submitFields,
  StopFields: stopFields,
  NewVirtualEnvironment: newEnvironmentFields,
  VirtualEnvironmentFields: environmentPatchFields,
  NewApiKey: createApiKeyInput.pick({ name: true }),
};

/** Schemas of responses. */
const answered = {
  AddedScript: addedElement,
  AddedScripts: z.array(addedElement),
  Version: wooeyVersion,
  ListedScript: wooeyListedScript,
  Script: wooeyScript,
  ScriptList: z.object({ ...yes, scripts: z.array(wooeyListedScript) }),
  ScriptAnswer: z.object({ ...yes, script: wooeyScript }),
  VersionAnswer: z.object({ ...yes, version: wooeyVersion, script: wooeyScript }),
  JobState: wooeyState,
  JobDetails: wooeyDetails,
  JobId: wooeyJobId,
  JobIdAndState: wooeyJobState,
  VirtualEnvironment: wooeyEnvironment,
  VirtualEnvironmentList: z.object({ ...yes, virtual_environments: z.array(wooeyEnvironment) }),
  VirtualEnvironmentAnswer: z.object({ ...yes, virtual_environment: wooeyEnvironment }),
  CreatedApiKey: z.object({
    id: z.int32(),
    name: z.string(),
    created_date: z.iso.datetime(),
    api_key: z.string().meta({ description: "The key itself. It is shown only this once." }),
  }),
  SwitchedApiKey: z.object({ id: z.int32(), active: z.boolean() }),
  DeletedApiKey: z.object({ id: z.null() }),
  Refused: refused,
  RefusedSubmission: refused.extend({
    errors: z.record(z.string(), z.union([z.string().min(1), texts])).meta({
      description: "Messages by field or parameter. For `script` and `command` the value is a text, as in Wooey.",
    }),
  }),
  Failed: refused.extend({ request_id: z.uuid().meta({ description: "Identifies the error in the log." }) }),
};

export type SchemaName = keyof typeof sent | keyof typeof answered;

/** JSON Schema as the document's page reads it. */
export interface JsonSchema {
  [keyword: string]: unknown;
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
}

/** Where the document has the schema with this name. */
export const refersTo = (name: string) => `#/components/schemas/${name}`;

/** A reference to a schema of the document. */
export function ref(name: SchemaName): JsonSchema {
  return { $ref: refersTo(name) };
}

/**
 * All schemas by name, as JSON Schema 2020-12. They come from the schemas that validate requests and type responses.
 */
export function documentSchemas(): Record<string, JsonSchema> {
  return { ...toJsonSchemas(sent, "input"), ...toJsonSchemas(answered, "output") };
}

function toJsonSchemas(schemas: Record<string, z.ZodType>, io: "input" | "output"): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { io, unrepresentable: "any", uri: refersTo });
  return Object.fromEntries(
    // zod's type for a JSON Schema is wider.
    Object.entries(made.schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema as JsonSchema]),
  );
}
