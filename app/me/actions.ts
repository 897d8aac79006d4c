"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { createApiKey, createApiKeyInput } from "@/server/api-keys/create";
import { deleteApiKey, setApiKeyActive } from "@/server/api-keys/manage";
import { currentOrigin } from "@/server/auth/current";
import { signOut } from "@/server/auth/next-auth";
import { endOtherSessions, endOwnSession } from "@/server/auth/sessions";
import { checkboxField, formAction, idField, readForm, textField } from "@/server/forms";
import { t } from "@/server/language/text";
import { changePassword } from "@/server/users/change-password";
import { requireSamePassword } from "@/server/users/create";
import { deleteOwnAccount, deleteOwnAccountInput } from "@/server/users/delete";
import { updateProfile } from "@/server/users/update-profile";

const profileForm = z.object({ fullName: textField, email: textField });
const passwordForm = z.object({
  present: textField,
  password: textField,
  password2: textField,
  endSessions: checkboxField,
  endKeys: checkboxField,
});
const newKeyForm = z.object({
  name: textField,
  days: textField.transform((text) => (text === "never" ? null : Number(text))),
  scope: createApiKeyInput.shape.scopes,
  script: z.array(textField).default([]),
});
const keyForm = z.object({ key: idField });

export const saveProfileAction = formAction(async (actor, form) => {
  await updateProfile(actor, readForm(profileForm, form));
  refresh();
  return { message: t("Saved") };
});

export const changePasswordAction = formAction(async (actor, form) => {
  const { password, password2, ...change } = readForm(passwordForm, form);
  await changePassword(actor, { ...change, password: requireSamePassword(password, password2) });
  refresh();
  return { message: t("Password changed") };
});

/** `session` is the id of one, or "others" for all but the current one. */
export const endSessionsAction = formAction(async (actor, form) => {
  const { session } = readForm(z.object({ session: textField }), form);
  if (session === "others") await endOtherSessions(actor);
  else await endOwnSession(actor, session);
  refresh();
  return { message: t("Signed out") };
});

/** The response contains the key, which is not shown again, and an example call. */
export const createKeyAction = formAction(async (actor, form) => {
  const { scope: scopes, script: scripts, ...rest } = readForm(newKeyForm, form);
  const { key } = await createApiKey(actor, { ...rest, scopes, scripts });
  const call = `curl -H "Authorization: Bearer ${key}" ${await currentOrigin()}/api/v2/me`;
  refresh();
  const texts = [
    { text: key, label: t("Copy key") },
    { text: call, label: t("Copy curl command") },
  ];
  return { oneTimeSecret: { title: t("This is your new API key."), texts } };
});

export const toggleKeyAction = formAction(async (actor, form) => {
  const { key, active } = readForm(keyForm.extend({ active: textField }), form);
  const { isActive } = await setApiKeyActive(actor, key, { isActive: active === "true" });
  refresh();
  return { message: isActive ? t("API key enabled") : t("API key disabled") };
});

export const deleteKeyAction = formAction(async (actor, form) => {
  await deleteApiKey(actor, readForm(keyForm, form).key);
  refresh();
  return { message: t("API key deleted") };
});

export const deleteAccountAction = formAction(async (actor, form) => {
  await deleteOwnAccount(actor, readForm(deleteOwnAccountInput, form));
  await signOut();
  redirect("/");
});
