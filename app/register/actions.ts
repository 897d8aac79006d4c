"use server";

import { redirect } from "next/navigation";
import { currentAddress } from "@/server/auth/current";
import { signIn } from "@/server/auth/next-auth";
import { safeNextPath } from "@/server/auth/next-path";
import { formAction } from "@/server/forms";
import { requireSamePassword } from "@/server/users/create";
import { registerUser } from "@/server/users/register";

export const registerAction = formAction(async (_actor, form) => {
  const text = (name: string) => String(form.get(name) ?? "");
  const password = requireSamePassword(text("password"), text("password2"));
  const input = { username: text("username"), password, email: text("email") };
  await registerUser(input, { address: await currentAddress(), invitation: text("invite") });
  await signIn(input);
  redirect(safeNextPath(text("next")));
});
