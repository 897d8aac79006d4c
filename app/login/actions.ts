"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { findNewUserId } from "@/server/auth/current";
import { signIn } from "@/server/auth/next-auth";
import { safeNextPath } from "@/server/auth/next-path";
import { TemporaryPasswordError } from "@/server/auth/sign-in";
import { formAction, readForm, textField } from "@/server/forms";

const credentials = z.object({ username: textField, password: textField });
const signInForm = credentials.extend({ next: textField });

export const signInAction = formAction(async (_actor, form) => {
  const { next, ...typed } = readForm(signInForm, form);
  await signInOrReplacePassword(typed);
  redirect(safeNextPath(next));
});

/** Signs in without leaving the page. The result is the id of the user. */
export const signInHereAction = formAction(async (_actor, form) => {
  await signInOrReplacePassword(readForm(credentials, form));
  return { userId: await findNewUserId() };
});

/** With a temporary password, it leads to the page on which the person chooses another one. */
async function signInOrReplacePassword(typed: z.infer<typeof credentials>): Promise<void> {
  await signIn(typed).catch((error: unknown) => {
    if (error instanceof TemporaryPasswordError) redirect(`/reset/?link=${error.linkSecret}`);
    throw error;
  });
}
