"use server";

import { redirect } from "next/navigation";
import { currentAddress } from "@/server/auth/current";
import { signIn } from "@/server/auth/next-auth";
import { safeNextPath } from "@/server/auth/next-path";
import { invalidField } from "@/server/errors";
import { formAction } from "@/server/forms";
import { registerUser } from "@/server/users/register";

export const registerAction = formAction(async (_actor, form) => {
  const text = (name: string) => String(form.get(name) ?? "");
  if (text("password") !== text("password2")) throw invalidField("password2", "The two passwords differ.");
  const input = { username: text("username"), password: text("password"), email: text("email") };
  await registerUser(input, { address: await currentAddress(), invitation: text("invite") });
  await signIn(input);
  redirect(safeNextPath(text("next")));
});
