"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { currentAddress } from "@/server/auth/current";
import { signIn } from "@/server/auth/next-auth";
import { safeNextPath } from "@/server/auth/next-path";
import { formAction, readForm, textField } from "@/server/forms";
import { requireSamePassword } from "@/server/users/create";
import { registerUser } from "@/server/users/register";

const registerForm = z.object({
  username: textField,
  password: textField,
  password2: textField,
  email: textField,
  invite: textField,
  next: textField,
});

export const registerAction = formAction(async (_actor, form) => {
  const { username, email, invite, next, ...passwords } = readForm(registerForm, form);
  const password = requireSamePassword(passwords.password, passwords.password2);
  await registerUser({ username, password, email }, { address: await currentAddress(), invitation: invite });
  await signIn({ username, password });
  redirect(safeNextPath(next));
});
