"use server";

import { refresh } from "next/cache";
import { formAction } from "@/server/forms";
import { patchScript } from "@/server/scripts/patch";
import { patchVersion } from "@/server/scripts/patch-version";
import { readScriptPatch } from "@/server/scripts/wooey-fields";

/** Saves a script's details; the fields have the names of the API's. */
export const saveScriptAction = formAction(async (actor, form) => {
  const { slug, ...fields } = textsOf(form);
  const ticks = Object.fromEntries(
    ["is_active", "ignore_bad_imports"].map((name) => [name, form.get(name) === "on" ? "True" : "False"]),
  );
  await patchScript(actor, slug ?? "", await readScriptPatch({ ...fields, ...ticks }));
  refresh();
  return { message: "Saved" };
});

/** Switches a script on or off. */
export const switchScriptAction = formAction(async (actor, form) => {
  const isActive = form.get("active") === "true";
  await patchScript(actor, String(form.get("slug")), { isActive });
  refresh();
  return { message: isActive ? "The script is on" : "The script is off" };
});

/** Makes a version the default (`do` = default), or switches it on or off. */
export const changeVersionAction = formAction(async (actor, form) => {
  const change = form.get("do");
  const patch = change === "default" ? { isDefault: true } : { isActive: change === "on" };
  await patchVersion(actor, String(form.get("slug")), Number(form.get("version")), patch);
  refresh();
  return { message: "Saved" };
});

function textsOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string" && !entry[0].startsWith("$")),
  );
}
