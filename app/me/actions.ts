"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { createApiKey, deleteApiKey, setApiKeyActive } from "@/server/auth/api-keys";
import { currentOrigin } from "@/server/auth/current";
import { signOut } from "@/server/auth/next-auth";
import { endOtherSessions, endOwnSession } from "@/server/auth/sessions";
import { formAction } from "@/server/forms";
import { t } from "@/server/language/text";
import { changePassword } from "@/server/users/change-password";
import { requireSamePassword } from "@/server/users/create";
import { deleteOwnAccount } from "@/server/users/delete";
import { updateProfile } from "@/server/users/update-profile";

export const saveProfileAction = formAction(async (actor, form) => {
  await updateProfile(actor, { fullName: textOf(form, "fullName"), email: textOf(form, "email") });
  refresh();
  return { message: t("Saved") };
});

export const changePasswordAction = formAction(async (actor, form) => {
  const password = requireSamePassword(textOf(form, "password"), textOf(form, "password2"));
  await changePassword(actor, { present: textOf(form, "present"), password });
  refresh();
  return { message: t("Password changed; your other sessions have ended") };
});

export const endSessionAction = formAction(async (actor, form) => {
  await endOwnSession(actor, textOf(form, "session"));
  refresh();
  return { message: t("Session ended") };
});

export const endOtherSessionsAction = formAction(async (actor) => {
  await endOtherSessions(actor);
  refresh();
  return { message: t("Other sessions ended") };
});

/** The key itself is in the answer, once, with a call that works. It expires after so many `days`, or never. */
export const createKeyAction = formAction(async (actor, form) => {
  const days = Number(form.get("days"));
  const expiresAt = days > 0 ? { expiresAt: new Date(Date.now() + days * 86_400_000) } : {};
  const { key } = await createApiKey(actor, { name: textOf(form, "name"), ...expiresAt });
  const call = `curl -H "Authorization: Bearer ${key}" ${await currentOrigin()}/api/jobs/v1/1/status/`;
  refresh();
  const texts = [
    { text: key, label: t("Copy key") },
    { text: call, label: t("Copy curl command") },
  ];
  return { oneTimeSecret: { title: t("This is your new API key."), texts } };
});

export const toggleKeyAction = formAction(async (actor, form) => {
  const { isActive } = await setApiKeyActive(actor, Number(form.get("key")), form.get("active") === "true");
  refresh();
  return { message: isActive ? t("API key enabled") : t("API key disabled") };
});

export const deleteKeyAction = formAction(async (actor, form) => {
  await deleteApiKey(actor, Number(form.get("key")));
  refresh();
  return { message: t("API key deleted") };
});

export const deleteAccountAction = formAction(async (actor, form) => {
  const jobs = textOf(form, "jobs") as "delete" | "keep";
  await deleteOwnAccount(actor, { password: textOf(form, "password"), jobs });
  await signOut();
  redirect("/");
});

function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? "");
}
