"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { signOut } from "@/server/auth/next-auth";
import { saveTheme } from "@/server/auth/theme";
import { toggleFavorite } from "@/server/favorites/toggle";
import { formAction } from "@/server/forms";

export const saveThemeAction = formAction(async (_actor, form) => {
  await saveTheme(form.get("theme"));
  refresh();
  return undefined;
});

export const signOutAction = formAction(async () => {
  await signOut();
  redirect("/");
});

/** Stars a script (`script`) or pins a job's file (`file`), or takes it back. */
export const toggleFavoriteAction = formAction(async (actor, form) => {
  const file = form.get("file");
  await toggleFavorite(actor, file === null ? { scriptId: form.get("script") } : { jobFileId: file });
  refresh();
  return undefined;
});
