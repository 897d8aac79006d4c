import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { environmentExists } from "@/server/environments/environments";
import { invalidInput } from "@/server/errors";
import { t } from "@/server/language/text";
import { deleteScript } from "@/server/scripts/delete";
import { listManagedScripts } from "@/server/scripts/managed";
import { patchScript, type ScriptPatch } from "@/server/scripts/patch";
import { WORKER_TAG_LENGTH_MAX, WORKER_TAGS_MAX } from "@/server/scripts/rules";
import { getScriptSettings } from "@/server/scripts/settings";
import { fromCursor, toCursor } from "./cursor";
import { apiSchemas, operation, pageOf, pageQuery, storedText, time } from "./operation";

const managedScript = z
  .strictObject({
    slug: z.string(),
    name: z.string(),
    group: z.string(),
    isActive: z.boolean(),
    versions: z.int(),
    defaultVersion: z.string().nullable(),
    issues: z.array(z.string()).meta({ description: "What prevents it from running." }),
    warnings: z.array(z.string()).meta({ description: "What was not understood about its command line." }),
  })
  .register(apiSchemas, { id: "ManagedScript" });

const seconds = z
  .int()
  .min(1)
  .max(365 * 86_400);
const limits = z.strictObject({
  runSeconds: seconds.optional(),
  cpuSeconds: seconds.optional(),
  memoryBytes: z
    .int()
    .min(16 * 1024 ** 2)
    .max(16 * 1024 ** 4)
    .optional(),
  processes: z.int().min(1).max(100_000).optional(),
  openFiles: z.int().min(16).max(1_000_000).optional(),
  jobFolderBytes: z
    .int()
    .min(1024 ** 2)
    .max(16 * 1024 ** 4)
    .optional(),
  concurrent: z.int().min(1).max(1000).optional().meta({ description: "How many of its jobs run at the same time." }),
  workerTags: z
    .array(
      z
        .string()
        .min(1)
        .max(WORKER_TAG_LENGTH_MAX)
        .regex(/^[^\s,]+$/),
    )
    .min(1)
    .max(WORKER_TAGS_MAX)
    .optional()
    .meta({
      description: "Tags that a worker must have to run its jobs (`WOOEY_WORKER_TAGS`).",
    }),
  gpus: z.int().min(1).max(64).optional().meta({
    description: "How many GPUs each of its jobs gets for itself, as `CUDA_VISIBLE_DEVICES`.",
  }),
  requestedMemoryBytes: z
    .int()
    .min(1024 ** 2)
    .max(16 * 1024 ** 4)
    .optional()
    .meta({ description: "How much of a machine's memory must not be requested by other jobs." }),
  requestedCpus: z.int().min(1).max(1024).optional().meta({
    description: "How many processors of a machine must not be requested by other jobs.",
  }),
});

/** Fields of a script that may also be set when it is added. */
export const scriptDetails = z.strictObject({
  description: storedText(100_000).optional(),
  documentation: storedText(1_000_000).optional().meta({ description: "In Markdown." }),
  position: z.int().min(1).max(32_767).optional().meta({ description: "Its position within its group." }),
  isActive: z.boolean().optional(),
  ignoreBadImports: z.boolean().optional().meta({
    description: "Whether stand-ins replace modules that are missing when its command line is read.",
  }),
  environmentId: z.int32().nullable().optional().meta({ description: "The Python environment; null for none." }),
});

const settings = z
  .strictObject({
    slug: z.string(),
    name: z.string(),
    group: z.strictObject({ id: z.int32(), name: z.string() }),
    description: z.string(),
    documentation: z.string(),
    position: z.int(),
    isActive: z.boolean(),
    ignoreBadImports: z.boolean(),
    executeFullPath: z.boolean(),
    environmentId: z.int32().nullable(),
    limits: limits.meta({ description: "In place of those of the instance." }),
    networkAllowed: z.boolean(),
    isRepeatable: z.boolean().meta({ description: "Whether an interrupted run may be repeated automatically." }),
    hasTerminal: z.boolean(),
    isolationLevel: z.int().nullable().meta({ description: "Null for the highest level of the machine." }),
    userGroupIds: z.array(z.int32()).meta({ description: "Who may use it; empty for everyone." }),
    modifiedAt: time,
  })
  .register(apiSchemas, { id: "ScriptSettings" });

const changes = scriptDetails.extend({
  name: storedText(255).regex(/\S/).optional(),
  group: storedText(255).optional().meta({ description: "The name of its group, which is created if there is none." }),
  executeFullPath: z.boolean().optional(),
  limits: limits.optional().meta({ description: "All limits: one that is missing becomes that of the instance." }),
  networkAllowed: z.boolean().optional(),
  isRepeatable: z.boolean().optional(),
  hasTerminal: z.boolean().optional(),
  isolationLevel: z.literal([0, 1, 2, 3]).nullable().optional(),
  userGroupIds: z.array(z.int32()).max(1000).optional(),
  seenModifiedAt: z.iso.datetime().optional().meta({
    description: "The `modifiedAt` that you have read: 409 if someone has changed the script since then.",
  }),
});

const ofScripts = { tag: "Management", who: "staff" } as const;
const path = "/api/v2/scripts/{slug}";

const listQuery = z.strictObject({
  q: z.string().max(200).optional().meta({ description: "A text in the name, description or group." }),
  state: z.enum(["attention", "off"]).optional().meta({
    description: "`attention`: without a default version. `off`: disabled.",
  }),
  after: pageQuery.after,
});

export const listManagedScriptsOperation = operation({
  ...ofScripts,
  method: "get",
  path: "/api/v2/managed-scripts",
  id: "listManagedScripts",
  summary: "List all scripts, including disabled ones",
  scope: "read",
  query: listQuery,
  answers: { 200: { description: "A page of at most 50 scripts by name.", schema: pageOf(managedScript) } },
});

export const getScriptSettingsOperation = operation({
  ...ofScripts,
  method: "get",
  path: `${path}/settings`,
  id: "getScriptSettings",
  summary: "See a script's settings, limits and access",
  scope: "read",
  answers: { 200: { description: "The settings.", schema: settings } },
});

export const changeScriptSettings = operation({
  ...ofScripts,
  method: "patch",
  path,
  id: "changeScriptSettings",
  summary: "Change a script",
  description:
    "Fields that are not sent stay unchanged. The slug never changes. `isActive: false` disables the script.",
  scope: "manage",
  body: { schema: changes, bytesMax: 2 * 1024 * 1024 },
  answers: { 200: { description: "The changed settings.", schema: settings } },
  refusals: ["conflict"],
});

export const deleteScriptOperation = operation({
  ...ofScripts,
  method: "delete",
  path,
  id: "deleteScript",
  summary: "Delete a script with its versions, jobs and results",
  scope: "manage",
  query: z.strictObject({ name: z.string().max(255).meta({ description: "The script's name, as a confirmation." }) }),
  pointers: { confirmation: "name" },
  answers: { 204: { description: "It is deleted." } },
  refusals: ["conflict"],
});

/** A page of all scripts. @throws forbidden, invalid on `after` */
export async function listManagedPage(actor: Actor, { q, state, after }: z.output<typeof listQuery>) {
  const [from] = fromCursor(z.tuple([z.string()]), after) ?? [];
  const filter = { ...(q ? { text: q } : {}), ...(state ? { state } : {}), ...(from ? { after: from } : {}) };
  const { rows, next } = await listManagedScripts(actor, filter);
  return { items: rows, next: next === null ? null : toCursor([next]) };
}

/** @throws forbidden, not_found */
export async function describeSettings(actor: Actor, slug: string): Promise<z.output<typeof settings>> {
  const { modifiedAt, ...others } = await getScriptSettings(actor, slug);
  return { ...others, modifiedAt: modifiedAt.toISOString() };
}

/** @throws forbidden, not_found, invalid, conflict */
export async function changeSettings(
  actor: Actor,
  slug: string,
  { seenModifiedAt, ...patch }: z.output<typeof changes>,
) {
  await requireEnvironmentOf(patch);
  const seen = seenModifiedAt === undefined ? {} : { seenModifiedAt: new Date(seenModifiedAt) };
  await patchScript(actor, slug, { ...toPatch(patch), ...seen });
  return describeSettings(actor, slug);
}

/** @throws forbidden, not_found, invalid, conflict */
export async function removeScript(actor: Actor, slug: string, name: string): Promise<void> {
  await deleteScript(actor, slug, { confirmation: name });
}

/** @throws invalid on `environmentId` */
export async function requireEnvironmentOf({ environmentId }: { environmentId?: number | null | undefined }) {
  if (environmentId === undefined || environmentId === null || (await environmentExists(environmentId))) return;
  const detail = t("Unable to find virtual environment.");
  throw invalidInput(detail, [{ pointer: "/environmentId", detail, given: environmentId }]);
}

/** Only the fields that were sent. */
function toPatch(sent: Omit<z.output<typeof changes>, "seenModifiedAt">): ScriptPatch {
  // Only undefined properties are removed, which a patch does not have.
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as ScriptPatch;
}
