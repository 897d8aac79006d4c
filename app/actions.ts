"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { signOut } from "@/server/auth/next-auth";
import { saveTheme } from "@/server/auth/theme";
import { toggleFavorite } from "@/server/favorites/toggle";
import { formAction, readForm, textField } from "@/server/forms";

export const saveThemeAction = formAction(async (_actor, form) => {
  await saveTheme(readForm(z.object({ theme: textField }), form).theme);
  refresh();
  return undefined;
});

export const signOutAction = formAction(async () => {
  await signOut();
  redirect("/");
});

const favoriteForm = z.object({ script: textField, file: z.string().optional() });

/** Stars a script (`script`) or pins a job's file (`file`); removes the star or the pin if there is one. */
export const toggleFavoriteAction = formAction(async (actor, form) => {
  const { script, file } = readForm(favoriteForm, form);
  await toggleFavorite(actor, file === undefined ? { scriptId: script } : { jobFileId: file });
  refresh();
  return undefined;
});
