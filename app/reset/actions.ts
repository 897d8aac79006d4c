"use server";

import { redirect } from "next/navigation";
import { currentAddress } from "@/server/auth/current";
import { signIn } from "@/server/auth/next-auth";
import { formAction } from "@/server/forms";
import { requireSamePassword } from "@/server/users/create";
import { choosePassword } from "@/server/users/reset-password";

export const choosePasswordAction = formAction(async (_actor, form) => {
  const text = (name: string) => String(form.get(name) ?? "");
  const password = requireSamePassword(text("password"), text("password2"));
  const { username } = await choosePassword({ secret: text("link"), password }, { address: await currentAddress() });
  await signIn({ username, password });
  redirect("/");
});
