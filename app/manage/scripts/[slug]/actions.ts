"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { createElement, type ReactNode } from "react";
import { MarkdownText } from "@/components/ui/markdown";
import { getActor } from "@/server/auth/current";
import { requireStaff } from "@/server/auth/policy";
import { formAction } from "@/server/forms";
import { t } from "@/server/language/text";
import { deleteScript, deleteVersion } from "@/server/scripts/delete";
import { patchScript } from "@/server/scripts/patch";
import { patchVersion } from "@/server/scripts/patch-version";
import { readScriptRules } from "@/server/scripts/rules";
import { readScriptPatch } from "@/server/wooey/script-fields";

/** Saves a script's details; the fields have the names of the API's. */
export const saveScriptAction = formAction(async (actor, form) => {
  const { slug, seen, ...fields } = textsOf(form);
  const ticks = Object.fromEntries(
    ["is_active", "ignore_bad_imports", "execute_full_path"].map((name) => [
      name,
      form.get(name) === "on" ? "True" : "False",
    ]),
  );
  const patch = await readScriptPatch({ ...fields, ...ticks });
  await patchScript(actor, slug ?? "", patch, new Date(seen ?? 0));
  refresh();
  return { message: t("Saved") };
});

/** Saves who may use a script, and what its jobs may take. */
export const saveScriptRulesAction = formAction(async (actor, form) => {
  const text = (name: string) => String(form.get(name) ?? "");
  const limits = [
    "runSeconds",
    "cpuSeconds",
    "memoryMb",
    "processes",
    "openFiles",
    "jobFolderMb",
    "concurrent",
  ] as const;
  const patch = readScriptRules({
    ...Object.fromEntries(limits.map((name) => [name, text(name)])),
    networkAllowed: form.get("networkAllowed") === "on",
    isRepeatable: form.get("isRepeatable") === "on",
    hasTerminal: form.get("hasTerminal") === "on",
    isolationLevel: text("isolationLevel"),
    userGroupIds: form.getAll("userGroup").map(Number),
    newUserGroup: text("newUserGroup"),
  });
  const { newUserGroupId } = await patchScript(actor, text("slug"), patch, new Date(text("seen")));
  if (newUserGroupId !== null) redirect(`/manage/groups/users/${newUserGroupId}/`); // it needs members
  refresh();
  return { message: t("Saved") };
});

/** What documentation will look like. @throws unauthenticated, forbidden unless staff */
export async function previewDocumentation(text: string): Promise<ReactNode> {
  requireStaff(await getActor());
  return createElement(MarkdownText, { text });
}

export const deleteScriptAction = formAction(async (actor, form) => {
  await deleteScript(actor, String(form.get("slug")), { confirmation: String(form.get("confirmation")) });
  redirect("/manage/");
});

export const deleteVersionAction = formAction(async (actor, form) => {
  const slug = String(form.get("slug"));
  await deleteVersion(actor, slug, Number(form.get("version")));
  redirect(`/manage/scripts/${slug}/`);
});

/** Switches a script on or off. */
export const switchScriptAction = formAction(async (actor, form) => {
  const isActive = form.get("active") === "true";
  await patchScript(actor, String(form.get("slug")), { isActive });
  refresh();
  return { message: isActive ? t("Script enabled") : t("Script disabled") };
});

/** Makes a version the default (`do` = default), or switches it on or off. */
export const changeVersionAction = formAction(async (actor, form) => {
  const change = form.get("do");
  const patch = change === "default" ? { isDefault: true } : { isActive: change === "on" };
  await patchVersion(actor, String(form.get("slug")), Number(form.get("version")), patch);
  refresh();
  return { message: t("Saved") };
});

function textsOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string" && !entry[0].startsWith("$")),
  );
}
