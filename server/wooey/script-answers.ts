import { z } from "zod";

// What API v1 returns about scripts, field by field (Wooey 0.14). Verbs return these types; the API's document is
// generated from the schemas.

const timestamp = z.iso.datetime();

/** A version in API v1. */
export const wooeyVersion = z.object({
  id: z.int32(),
  script_version: z.string().meta({ description: 'What the script itself says it is, else "1".' }),
  script_iteration: z.int32().meta({ description: "Counts the uploads with the same version string." }),
  is_active: z.boolean(),
  default_version: z.boolean().meta({ description: "Whether submissions without a version use this one." }),
  checksum: z.string().meta({ description: "SHA-1 of the file, hexadecimal." }),
  script_path: z.string(),
  script_url: z.string().meta({ description: "The URL where staff download the file." }),
  script_filename: z.string(),
  created_date: timestamp,
  created_by: z.string().meta({ description: "A full name, or a username, or empty." }),
  modified_date: timestamp,
  modified_by: z.string(),
});
export type WooeyVersion = z.infer<typeof wooeyVersion>;

/** A script in a list of API v1: without `versions`. */
export const wooeyListedScript = z.object({
  id: z.int32(),
  slug: z.string().meta({ description: "The script's name in URLs. It never changes." }),
  script_name: z.string(),
  group: z.string(),
  group_slug: z.string(),
  virtual_environment_id: z.int32().nullable(),
  virtual_environment_name: z.string(),
  script_description: z.string(),
  documentation: z.string(),
  script_order: z.int32(),
  is_active: z.boolean(),
  ignore_bad_imports: z.boolean(),
  execute_full_path: z.boolean(),
  save_path: z.string(),
  created_date: timestamp,
  created_by: z.string(),
  modified_date: timestamp,
  modified_by: z.string(),
  versions_count: z.int(),
  issues: z.array(z.string()).meta({ description: "What prevents the script from running, in sentences." }),
  default_version: wooeyVersion.nullable(),
});

/** A script in API v1 with its versions, newest first. */
export const wooeyScript = wooeyListedScript.extend({ versions: z.array(wooeyVersion) });
export type WooeyScript = z.infer<typeof wooeyListedScript> & { versions?: WooeyVersion[] };

/** The result for one uploaded file. */
export const addedElement = z.discriminatedUnion("success", [
  z.object({
    script: z.string().meta({ description: "The name under which it was sent." }),
    success: z.literal(true),
    errors: z.null(),
    version: z.string(),
    iteration: z.int32(),
    is_default: z.boolean(),
    id: z.int32(),
    slug: z.string(),
  }),
  z.object({
    script: z.string(),
    success: z.literal(false),
    errors: z.string().meta({
      description: "Why it was not added. Starts with `ParserError: ` if its command line could not be read.",
    }),
  }),
]);
export type AddedElement = z.infer<typeof addedElement>;
