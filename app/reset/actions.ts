"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { currentAddress } from "@/server/auth/current";
import { signIn } from "@/server/auth/next-auth";
import { checkboxField, formAction, readForm, textField } from "@/server/forms";
import { requireSamePassword } from "@/server/users/create";
import { choosePassword } from "@/server/users/reset-password";

const resetForm = z.object({ link: textField, password: textField, password2: textField, endKeys: checkboxField });

export const choosePasswordAction = formAction(async (_actor, form) => {
  const { link, endKeys, ...passwords } = readForm(resetForm, form);
  const password = requireSamePassword(passwords.password, passwords.password2);
  const { username } = await choosePassword({ secret: link, password, endKeys }, { address: await currentAddress() });
  await signIn({ username, password });
  redirect("/");
});
