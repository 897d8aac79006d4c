"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { signIn } from "@/server/auth/next-auth";
import { safeNextPath } from "@/server/auth/next-path";
import { formAction, readForm, textField } from "@/server/forms";

const signInForm = z.object({ username: textField, password: textField, next: textField });

export const signInAction = formAction(async (_actor, form) => {
  const { next, ...credentials } = readForm(signInForm, form);
  await signIn(credentials);
  redirect(safeNextPath(next));
});
