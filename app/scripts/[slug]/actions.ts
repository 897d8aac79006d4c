"use server";

import { getActor } from "@/server/auth/current";
import type { ScriptSpec } from "@/server/introspection/spec";
import { findVersion } from "@/server/scripts/queries";

/** The description of a version's command line, for the live command; null for none. */
export async function loadSpec(slug: string, versionId: number): Promise<ScriptSpec | null> {
  const version = await findVersion(await getActor(), String(slug), { versionId: Number(versionId) || 0 });
  return version?.spec ?? null;
}
