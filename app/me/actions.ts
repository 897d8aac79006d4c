"use server";

import { refresh } from "next/cache";
import { createApiKey, deleteApiKey, setApiKeyActive } from "@/server/auth/api-keys";
import { endOtherSessions, endOwnSession } from "@/server/auth/sessions";
import { invalidField } from "@/server/errors";
import { formAction } from "@/server/forms";
import { changePassword } from "@/server/users/change-password";
import { updateProfile } from "@/server/users/update-profile";

export const saveProfileAction = formAction(async (actor, form) => {
  await updateProfile(actor, { fullName: textOf(form, "fullName"), email: textOf(form, "email") });
  refresh();
  return { message: "Saved" };
});

export const changePasswordAction = formAction(async (actor, form) => {
  if (textOf(form, "password") !== textOf(form, "password2")) {
    throw invalidField("password2", "The two passwords differ.");
  }
  await changePassword(actor, { present: textOf(form, "present"), password: textOf(form, "password") });
  refresh();
  return { message: "The password is changed; your other sessions have ended" };
});

export const endSessionAction = formAction(async (actor, form) => {
  await endOwnSession(actor, textOf(form, "session"));
  refresh();
  return { message: "The session has ended" };
});

export const endOtherSessionsAction = formAction(async (actor) => {
  await endOtherSessions(actor);
  refresh();
  return { message: "Your other sessions have ended" };
});

/** The key itself is in the answer, once. */
export const createKeyAction = formAction(async (actor, form) => {
  const { key } = await createApiKey(actor, { name: textOf(form, "name") });
  refresh();
  return { key };
});

export const toggleKeyAction = formAction(async (actor, form) => {
  const { isActive } = await setApiKeyActive(actor, Number(form.get("key")), form.get("active") === "true");
  refresh();
  return { message: isActive ? "The key is on" : "The key is off" };
});

export const deleteKeyAction = formAction(async (actor, form) => {
  await deleteApiKey(actor, Number(form.get("key")));
  refresh();
  return { message: "The key is deleted" };
});

function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? "");
}
