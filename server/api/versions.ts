import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { deleteVersion } from "@/server/scripts/delete";
import { patchVersion, versionNotFound } from "@/server/scripts/patch-version";
import { findVersion } from "@/server/scripts/queries";
import { getVersionSource } from "@/server/scripts/source";
import { toVersionSelector } from "@/server/scripts/version-string";
import { operation } from "./operation";

const path = "/api/v2/scripts/{slug}/versions/{version}";
const ofVersion = {
  path,
  params: { version: { description: "A version, such as `v1.2`." } },
  tag: "Management",
  who: "staff",
} as const;

const changes = z.strictObject({
  isActive: z.boolean().optional().meta({ description: "Whether jobs of it may be submitted." }),
  isDefault: z.literal(true).optional().meta({ description: "Makes it the default version." }),
});

export const changeVersionOperation = operation({
  ...ofVersion,
  method: "patch",
  id: "changeScriptVersion",
  summary: "Enable or disable a version, or make it the default",
  scope: "manage",
  body: { schema: changes },
  pointers: { default_version: "/isDefault" },
  answers: { 204: { description: "It is changed." } },
});

export const deleteVersionOperation = operation({
  ...ofVersion,
  method: "delete",
  id: "deleteScriptVersion",
  summary: "Delete a version with its jobs and results",
  scope: "manage",
  answers: { 204: { description: "It is deleted." } },
  refusals: ["conflict"],
});

export const getVersionSourceOperation = operation({
  ...ofVersion,
  method: "get",
  path: `${path}/source`,
  id: "getScriptSource",
  summary: "Download a version's file",
  scope: "read",
  answers: { 200: { description: "The file as it was uploaded.", mediaTypes: ["text/plain"] } },
});

interface VersionParams {
  slug: string;
  version: string;
}

/** @throws forbidden, not_found, invalid */
export async function changeVersion(actor: Actor, params: VersionParams, patch: z.output<typeof changes>) {
  const versionId = await findVersionId(actor, params);
  if (patch.isActive !== undefined || patch.isDefault)
    await patchVersion(actor, { slug: params.slug, versionId }, patch);
}

/** @throws forbidden, not_found, conflict */
export async function removeVersion(actor: Actor, params: VersionParams): Promise<void> {
  await deleteVersion(actor, params.slug, await findVersionId(actor, params));
}

/** @throws forbidden, not_found */
export async function findSource(actor: Actor, params: VersionParams): Promise<{ sha256: string; filename: string }> {
  return getVersionSource(actor, params.slug, await findVersionId(actor, params));
}

async function findVersionId(actor: Actor, { slug, version }: VersionParams): Promise<number> {
  const found = await findVersion(actor, slug, toVersionSelector(version));
  if (!found) throw versionNotFound();
  return found.id;
}
