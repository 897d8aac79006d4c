"use server";

import { redirect } from "next/navigation";
import { signIn } from "@/server/auth/next-auth";
import { safeNextPath } from "@/server/auth/next-path";
import { formAction } from "@/server/forms";

export const signInAction = formAction(async (_actor, form) => {
  await signIn({ username: String(form.get("username") ?? ""), password: String(form.get("password") ?? "") });
  redirect(safeNextPath(String(form.get("next") ?? "")));
});
