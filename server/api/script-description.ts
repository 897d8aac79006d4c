import { z } from "zod";
import { exampleInputs } from "@/command-line/example-input";
import { toInputSchema } from "@/command-line/json-schema";
import type { ScriptSpec } from "@/command-line/spec";
import type { Actor } from "@/server/auth/actor";
import { findDescribedScript } from "@/server/scripts/find-described";
import { scriptNotFound } from "@/server/scripts/patch";
import { versionNotFound } from "@/server/scripts/patch-version";
import type { ListedVersion } from "@/server/scripts/queries";
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
      description:
        "Inputs with the least that is required, and one with a few options. `$file` names a part of the request.",
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
  const selector = requested === undefined ? undefined : toVersionSelector(requested);
  const found = await findDescribedScript(actor, slug, selector);
  if (!found) throw scriptNotFound();
  const { spec, version: shown, versions, ...script } = found;
  if (selector && !shown) throw versionNotFound();
  return { ...script, version: shown && versionLabel(shown), versions: versions.map(toVersion), ...inputOf(spec) };
}

interface DescribedInput {
  input: Record<string, unknown> | null;
  examples: Record<string, unknown>[];
}

// By spec, which is the same object as long as the form is the same.
const knownInputs = new WeakMap<ScriptSpec, DescribedInput>();

function inputOf(spec: ScriptSpec | null): DescribedInput {
  if (!spec) return { input: null, examples: [] };
  const known = knownInputs.get(spec);
  if (known) return known;
  const schema = toInputSchema(spec);
  const made = { input: { ...schema }, examples: exampleInputs(schema) };
  knownInputs.set(spec, made);
  return made;
}

function toVersion({ isDefault, isActive, createdAt, ...listed }: ListedVersion): z.output<typeof version> {
  return { version: versionLabel(listed), isDefault, isActive, createdAt: createdAt.toISOString() };
}
