"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { createElement, type ReactNode } from "react";
import { z } from "zod";
import { MarkdownText } from "@/components/ui/markdown";
import { requireStaff } from "@/server/auth/policy";
import { checkboxField, formAction, idField, idsField, readForm, scriptAction, textField } from "@/server/forms";
import { t } from "@/server/language/text";
import { deleteScript, deleteVersion } from "@/server/scripts/delete";
import { patchScript } from "@/server/scripts/patch";
import { patchVersion } from "@/server/scripts/patch-version";
import { readScriptRules } from "@/server/scripts/rules";
import { readTags, splitTags } from "@/server/scripts/tag-names";
import { readScriptPatch } from "@/server/wooey/script-fields";

const scriptForm = z.object({ slug: textField });
/** The start of time for a text that is no time. */
const toDate = (text: string) => new Date(Date.parse(text) || 0);
/** `seen`: the state of the script that the form was made from. */
const editForm = scriptForm.extend({ seen: textField.transform(toDate) });
const versionForm = scriptForm.extend({ version: idField });

const wooeyCheckbox = checkboxField.transform((isChecked) => (isChecked ? "True" : "False"));
const checkboxesForm = z.object({
  is_active: wooeyCheckbox,
  ignore_bad_imports: wooeyCheckbox,
  execute_full_path: wooeyCheckbox,
});

const rulesForm = editForm.extend({
  runSeconds: textField,
  cpuSeconds: textField,
  memoryMb: textField,
  processes: textField,
  openFiles: textField,
  jobFolderMb: textField,
  concurrent: textField,
  workerTags: textField,
  gpus: textField,
  requestedMemoryMb: textField,
  requestedCpus: textField,
  networkAllowed: checkboxField,
  isRepeatable: checkboxField,
  hasTerminal: checkboxField,
  isolationLevel: textField,
  userGroup: idsField,
  newUserGroup: textField,
});

/** Saves a script's details; the fields but `tags` have the names of those of API v1. */
export const saveScriptAction = formAction(async (actor, form) => {
  const { slug, seen } = readForm(editForm, form);
  const { slug: _slug, seen: _seen, tags, ...fields } = textsOf(form);
  const patch = await readScriptPatch({ ...fields, ...readForm(checkboxesForm, form) });
  const changedTags = tags === undefined ? {} : { tags: readTags(splitTags(tags)) };
  await patchScript(actor, slug, { ...patch, ...changedTags, seenModifiedAt: seen });
  refresh();
  return { message: t("Saved") };
});

/** Saves who may use a script, and what its jobs may take. */
export const saveScriptRulesAction = formAction(async (actor, form) => {
  const { slug, seen, userGroup, ...rules } = readForm(rulesForm, form);
  const patch = readScriptRules({ ...rules, userGroupIds: userGroup });
  const { newUserGroupId } = await patchScript(actor, slug, { ...patch, seenModifiedAt: seen });
  if (newUserGroupId !== null) redirect(`/manage/groups/users/${newUserGroupId}/`); // it needs members
  refresh();
  return { message: t("Saved") };
});

/** What documentation will look like; for staff. */
export const previewDocumentation = scriptAction(z.tuple([z.string()]), async (actor, text): Promise<ReactNode> => {
  requireStaff(actor);
  return createElement(MarkdownText, { text });
});

export const deleteScriptAction = formAction(async (actor, form) => {
  const { slug, confirmation } = readForm(scriptForm.extend({ confirmation: textField }), form);
  await deleteScript(actor, slug, { confirmation });
  redirect("/manage/");
});

export const deleteVersionAction = formAction(async (actor, form) => {
  const { slug, version } = readForm(versionForm, form);
  await deleteVersion(actor, slug, version);
  redirect(`/manage/scripts/${slug}/`);
});

/** Enables or disables a script. */
export const switchScriptAction = formAction(async (actor, form) => {
  const { slug, active } = readForm(scriptForm.extend({ active: textField }), form);
  const isActive = active === "true";
  await patchScript(actor, slug, { isActive });
  refresh();
  return { message: isActive ? t("Script enabled") : t("Script disabled") };
});

/** Makes a version the default (`do` = default), or enables or disables it. */
export const changeVersionAction = formAction(async (actor, form) => {
  const { slug, version, do: change } = readForm(versionForm.extend({ do: textField }), form);
  const patch = change === "default" ? { isDefault: true } : { isActive: change === "on" };
  await patchVersion(actor, { slug, versionId: version }, patch);
  refresh();
  return { message: t("Saved") };
});

function textsOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string" && !entry[0].startsWith("$")),
  );
}
