"use server";

import type { ReactNode } from "react";
import { findFormOf } from "@/command-line/form";
import type { ScriptSpec } from "@/command-line/spec";
import { FormSections } from "@/components/fields/form-sections";
import { getActor } from "@/server/auth/current";
import { findVersion } from "@/server/scripts/queries";

/** The spec of a version, for checks in the browser; null if there is no such version. */
export async function loadSpec(slug: string, versionId: number): Promise<ScriptSpec | null> {
  const version = await findVersion(await getActor(), String(slug), { versionId: Number(versionId) || 0 });
  return version?.spec ?? null;
}

/** The empty fields of a sub-command of a large form; null if there is no such sub-command. */
export async function loadCommandFields(slug: string, versionId: number, names: string[]): Promise<ReactNode> {
  const spec = await loadSpec(slug, versionId);
  const path = [names].flat().map(String);
  const form = spec && findFormOf(spec, path);
  if (!form) return null;
  return <FormSections form={form} prefill={{ entries: new Map(), fileNames: new Map() }} isLong isLarge names={path} />;
}
