import { z } from "zod";
import { toInputSchema } from "@/command-line/json-schema";
import type { Actor } from "@/server/auth/actor";
import { env } from "@/server/env";
import type { UploadedFile } from "@/server/files/upload";
import { toDoctorReport } from "@/server/introspection/doctor";
import { type AddedScript, addScript } from "@/server/scripts/add";
import { describeScript } from "@/server/scripts/describe-script";
import { versionLabel } from "@/server/scripts/version-string";
import { apiSchemas, operation, storedText } from "./operation";
import { withScriptFile } from "./script-file";
import { describeSettings, requireEnvironmentOf, scriptDetails } from "./script-settings";

/** A script as text; or none of these, and the file as a part of the form. */
const source = {
  filename: storedText(255).regex(/\S/).optional().meta({ description: "The file's name, such as `count.py`." }),
  source: z.string().max(1_000_000).optional().meta({ description: "The script itself, instead of a file." }),
  form: z.string().max(1_000_000).optional().meta({
    description: "The text of a form file (YAML), which describes the command line in place of the script itself.",
  }),
};

const newScript = scriptDetails.extend({
  name: storedText(255).regex(/\S/).meta({ description: "If a script has this name, it gets a new version." }),
  group: storedText(255).optional().meta({ description: "The name of its group, which is created if there is none." }),
  makeDefault: z
    .boolean()
    .optional()
    .meta({ description: "Whether the new version becomes the default; true if missing." }),
  ...source,
});

const newVersion = z.strictObject({ makeDefault: newScript.shape.makeDefault, ...source });

const toDescribe = z.strictObject({
  ignoreBadImports: z.boolean().default(true).meta({ description: "Whether stand-ins replace missing modules." }),
  ...source,
});

const addedScript = z
  .strictObject({
    slug: z.string(),
    version: z.string().meta({ description: "Such as `v1.2`." }),
    isDefault: z.boolean(),
  })
  .register(apiSchemas, { id: "NewVersion" });

const description = z
  .strictObject({
    summary: z.string().meta({ description: "What the form looks like, or why there is none." }),
    description: z.string(),
    input: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: "The JSON Schema of its input; null without a form." }),
    findings: z.array(
      z.strictObject({
        level: z.enum(["ok", "note", "warning", "error"]),
        message: z.string(),
        line: z.int().optional(),
        fix: z.string().optional().meta({ description: "What to do about it." }),
      }),
    ),
  })
  .register(apiSchemas, { id: "ScriptDescription" });

const form = {
  part: "script",
  description: "The script; also its form file, if its name is that of the script with `.form.yaml`.",
  fileBytesMax: () => env().WOOEY_LIMIT_SCRIPT,
};
const upload = { method: "post", tag: "Management", who: "staff", scope: "manage", isSubmission: true } as const;
const bytesMax = 4 * 1024 * 1024;
const created = { Location: "The address of the script." };

export const addScriptOperation = operation({
  ...upload,
  path: "/api/v2/scripts",
  id: "addScript",
  summary: "Add a script, or a version of one",
  description: "As JSON with `filename` and `source`, or as a form with the script's file.",
  body: { schema: newScript, bytesMax, form },
  answers: { 201: { description: "The new version.", schema: addedScript, headers: created } },
  refusals: ["conflict", "unavailable"],
});

export const addVersionOperation = operation({
  ...upload,
  path: "/api/v2/scripts/{slug}/versions",
  id: "addScriptVersion",
  summary: "Add a version of a script",
  description: "As JSON with `filename` and `source`, or as a form with the script's file.",
  body: { schema: newVersion, bytesMax, form },
  answers: { 201: { description: "The new version.", schema: addedScript, headers: created } },
  refusals: ["conflict", "unavailable"],
});

export const describeFileOperation = operation({
  ...upload,
  path: "/api/v2/scripts/describe",
  id: "describeScriptFile",
  summary: "See what the form of a script would be, without adding it",
  body: { schema: toDescribe, bytesMax, form },
  answers: { 200: { description: "What was found.", schema: description } },
  refusals: ["conflict", "unavailable"],
});

/** @throws forbidden, invalid, conflict, unavailable */
export async function addNewScript(actor: Actor, input: z.output<typeof newScript>, files: UploadedFile[]) {
  const { name, group, makeDefault, filename, source: text, form: formFile, ...details } = input;
  await requireEnvironmentOf(details);
  return withScriptFile(files, { filename, source: text, form: formFile }, async (file) =>
    toAdded(await addScript(actor, { name, group, makeDefault, details: givenOf(details), ...file })),
  );
}

/** @throws forbidden, not_found, invalid, conflict, unavailable */
export async function addNewVersion(
  actor: Actor,
  { slug, makeDefault, ...given }: z.output<typeof newVersion> & { slug: string },
  files: UploadedFile[],
) {
  const { name, group } = await describeSettings(actor, slug);
  return withScriptFile(files, given, async (file) =>
    toAdded(await addScript(actor, { name, group: group.name, makeDefault, ...file })),
  );
}

/** @throws forbidden, invalid, unavailable */
export async function describeFile(
  actor: Actor,
  { ignoreBadImports, ...given }: z.output<typeof toDescribe>,
  files: UploadedFile[],
): Promise<z.output<typeof description>> {
  return withScriptFile(files, given, async ({ filename, content, formFile }) => {
    const report = await describeScript(actor, { sha256: content.sha256, filename, ignoreBadImports, formFile });
    const { summary, findings } = toDoctorReport(report);
    const input = report.spec && { ...toInputSchema(report.spec) };
    return { summary, description: report.spec?.command.description ?? "", input, findings };
  });
}

function toAdded({ slug, isDefault, ...version }: AddedScript): z.output<typeof addedScript> {
  return { slug, version: versionLabel(version), isDefault };
}

/** Only the fields that were sent. */
function givenOf<Fields extends object>(fields: Fields): Fields {
  // Only properties that are undefined are removed, and the type says which may be.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
