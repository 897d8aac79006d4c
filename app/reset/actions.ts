"use server";

import { redirect } from "next/navigation";
import { signIn } from "@/server/auth/next-auth";
import { invalidField } from "@/server/errors";
import { formAction } from "@/server/forms";
import { choosePassword } from "@/server/users/reset-password";

export const choosePasswordAction = formAction(async (_actor, form) => {
  const text = (name: string) => String(form.get(name) ?? "");
  if (text("password") !== text("password2")) throw invalidField("password2", "The two passwords differ.");
  const { username } = await choosePassword({ secret: text("link"), password: text("password") });
  await signIn({ username, password: text("password") });
  redirect("/");
});
