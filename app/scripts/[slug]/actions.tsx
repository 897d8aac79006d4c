"use server";

import { z } from "zod";
import { findFormOf } from "@/command-line/form";
import { FormSections } from "@/components/fields/form-sections";
import { scriptAction } from "@/server/forms";
import { findScript, findVersion } from "@/server/scripts/queries";
import { draftInput, fillDraft } from "./draft";
import { FormFields } from "./form-fields";

const reference = [z.string(), z.int32()] as const;

/** The spec of a version, for checks in the browser; null if there is no such version. */
export const loadSpec = scriptAction(z.tuple([...reference]), async (actor, slug, versionId) => {
  const version = await findVersion(actor, slug, { versionId });
  return version?.spec ?? null;
});

/** The empty fields of a sub-command of a large form; null if there is no such sub-command. */
export const loadCommandFields = scriptAction(
  z.tuple([...reference, z.array(z.string())]),
  async (actor, ...[slug, versionId, path]) => {
    const version = await findVersion(actor, slug, { versionId });
    const form = version && findFormOf(version.spec, path);
    if (!form) return null;
    const prefill = { entries: new Map(), fileNames: new Map() };
    return <FormSections form={form} prefill={prefill} isLong isLarge names={path} />;
  },
);

/** The fields of a form with what was typed before; null if there is no such version. */
export const loadDraftFields = scriptAction(
  z.tuple([...reference, draftInput]),
  async (actor, ...[slug, versionId, draft]) => {
    const [script, version] = await Promise.all([findScript(actor, slug), findVersion(actor, slug, { versionId })]);
    if (!script || !version) return null;
    const prefill = await fillDraft(actor, version.spec, draft);
    return <FormFields scriptName={script.name} version={version} prefill={prefill} />;
  },
);
