"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { findNewUserId } from "@/server/auth/current";
import { signIn } from "@/server/auth/next-auth";
import { safeNextPath } from "@/server/auth/next-path";
import { formAction, readForm, textField } from "@/server/forms";

const credentials = z.object({ username: textField, password: textField });
const signInForm = credentials.extend({ next: textField });

export const signInAction = formAction(async (_actor, form) => {
  const { next, ...typed } = readForm(signInForm, form);
  await signIn(typed);
  redirect(safeNextPath(next));
});

/** Signs in without leaving the page. The result is the id of the user. */
export const signInHereAction = formAction(async (_actor, form) => {
  await signIn(readForm(credentials, form));
  return { userId: await findNewUserId() };
});
