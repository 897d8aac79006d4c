"use server";

import { redirect } from "next/navigation";
import { signOut } from "@/server/auth/next-auth";
import { saveTheme } from "@/server/auth/theme";
import { formAction } from "@/server/forms";

export const saveThemeAction = formAction(async (_actor, form) => {
  await saveTheme(form.get("theme"));
  return undefined;
});

export const signOutAction = formAction(async () => {
  await signOut();
  redirect("/");
});
