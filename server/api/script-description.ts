import { z } from "zod";
import { exampleInputs } from "@/command-line/example-input";
import { toInputSchema } from "@/command-line/json-schema";
import type { Actor } from "@/server/auth/actor";
import { scriptNotFound } from "@/server/scripts/patch";
import { versionNotFound } from "@/server/scripts/patch-version";
import { type FullVersion, findScript, findVersion, type ListedVersion, mayRunScript } from "@/server/scripts/queries";
import { toVersionSelector, versionLabel } from "@/server/scripts/version-string";
import { apiSchemas, operation, time } from "./operation";

const version = z.strictObject({
  version: z.string().meta({ description: "Such as `v1.2`." }),
  isDefault: z.boolean(),
  isActive: z.boolean(),
  createdAt: time,
});

const described = z
  .strictObject({
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    documentation: z.string().meta({ description: "In Markdown." }),
    group: z.strictObject({ slug: z.string(), name: z.string() }),
    tags: z.array(z.string()),
    isActive: z.boolean(),
    mayRun: z.boolean().meta({ description: "Whether you may run it, with this key." }),
    version: z.string().nullable().meta({ description: "The version of `input`; null for a script without versions." }),
    versions: z.array(version).meta({ description: "Newest first." }),
    input: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: "The JSON Schema (2020-12) of `input` when you run it. Null without a version." }),
    examples: z.array(z.record(z.string(), z.unknown())).meta({
      description: "Inputs with the least that is required. `$file` names a part of the request.",
    }),
  })
  .register(apiSchemas, { id: "DescribedScript" });

export const describeScriptOperation = operation({
  method: "get",
  path: "/api/v2/scripts/{slug}",
  id: "describeScript",
  tag: "Scripts",
  summary: "See what a script does and which input it accepts",
  who: "any signed-in user",
  scope: "read",
  query: z.strictObject({
    version: z.string().min(1).max(100).optional().meta({
      description:
        "Such as `v1.2`, or a version string, of which the newest iteration counts; the default one if missing.",
    }),
  }),
  answers: { 200: { description: "The script.", schema: described } },
  hasEtag: true,
});

/** A script with the schema of its input. @throws not_found */
export async function describeScript(
  actor: Actor,
  slug: string,
  requested: string | undefined,
): Promise<z.output<typeof described>> {
  const script = await findScript(actor, slug);
  if (!script) throw scriptNotFound();
  const shown = requested === undefined ? script.version : await findVersion(actor, slug, toVersionSelector(requested));
  if (requested !== undefined && !shown) throw versionNotFound();
  const { name, description, documentation, group, tags, isActive } = script;
  return {
    slug,
    name,
    description,
    documentation,
    group: { slug: group.slug, name: group.name },
    tags,
    isActive,
    mayRun: shown !== null && (await mayRunScript(actor, script.id)),
    version: shown && versionLabel(shown),
    versions: script.versions.map(toVersion),
    ...inputOf(shown),
  };
}

function inputOf(shown: FullVersion | null) {
  if (!shown) return { input: null, examples: [] };
  const schema = toInputSchema(shown.spec);
  return { input: { ...schema }, examples: exampleInputs(schema) };
}

function toVersion({ isDefault, isActive, createdAt, ...listed }: ListedVersion): z.output<typeof version> {
  return { version: versionLabel(listed), isDefault, isActive, createdAt: createdAt.toISOString() };
}
