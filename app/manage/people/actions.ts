"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { setApiKeyActive } from "@/server/api-keys/manage";
import { currentOrigin } from "@/server/auth/current";
import { checkboxField, formAction, idField, idsField, readForm, textField } from "@/server/forms";
import { t } from "@/server/language/text";
import { requireConfirmed } from "@/server/users/confirm";
import { createUser, createUserInput } from "@/server/users/create";
import { deleteUser, deleteUserInput } from "@/server/users/delete";
import { inviteUser, withdrawInvitation } from "@/server/users/invite";
import { setActive, setRole } from "@/server/users/manage";
import { makePasswordLink, resetPassword } from "@/server/users/reset-password";
import { signOutEveryone, signOutPerson } from "@/server/users/sign-out";

const userForm = z.object({ user: idField });
const roleField = createUserInput.shape.role.catch("user");
const newUserForm = z.object({
  username: textField,
  password: textField,
  fullName: textField,
  email: textField,
  role: roleField,
});
const invitationForm = z.object({
  role: roleField,
  group: idsField,
  note: textField,
  days: textField.transform(Number),
});

export const createUserAction = formAction(async (actor, form) => {
  const { id } = await createUser(actor, readForm(newUserForm, form));
  redirect(`/manage/people/${id}/`);
});

/** `formAction` has checked the password, if there is one. */
export const confirmAction = formAction(async (actor) => {
  await requireConfirmed(actor);
  refresh();
  return { message: t("Confirmed") };
});

/** The response contains the link, which is not shown again. */
export const inviteAction = formAction(async (actor, form) => {
  const { group, ...invitation } = readForm(invitationForm, form);
  const { secret } = await inviteUser(actor, { ...invitation, groupIds: group });
  const text = `${await currentOrigin()}/register/?invite=${secret}`;
  return {
    oneTimeSecret: {
      title: t("With this link, one person can create an account."),
      texts: [{ text, label: t("Copy") }],
    },
  };
});

export const withdrawInvitationAction = formAction(async (actor, form) => {
  await withdrawInvitation(actor, readForm(z.object({ invitation: textField }), form).invitation);
  refresh();
  return { message: t("Invitation revoked") };
});

export const setRoleAction = formAction(async (actor, form) => {
  const { user, role } = readForm(userForm.extend({ role: roleField }), form);
  await setRole(actor, user, role);
  refresh();
  return { message: t("Saved") };
});

export const setActiveAction = formAction(async (actor, form) => {
  const { user, active } = readForm(userForm.extend({ active: textField }), form);
  const isActive = active === "true";
  await setActive(actor, user, { isActive });
  refresh();
  return { message: isActive ? t("Account enabled") : t("Account disabled; its sessions and keys have ended") };
});

/** The response contains the password, which is not shown again. */
export const resetPasswordAction = formAction(async (actor, form) => {
  const { user, endKeys } = readForm(userForm.extend({ endKeys: checkboxField }), form);
  const { password } = await resetPassword(actor, user, { endKeys });
  return {
    oneTimeSecret: {
      title: t(
        "This temporary password is valid for one day. The person has to choose a new one at the first sign-in. Their sessions have ended.",
      ),
      texts: [{ text: password, label: t("Copy") }],
    },
  };
});

/** The response contains the link, which is not shown again. */
export const passwordLinkAction = formAction(async (actor, form) => {
  const { secret } = await makePasswordLink(actor, readForm(userForm, form).user);
  const text = `${await currentOrigin()}/reset/?link=${secret}`;
  return {
    oneTimeSecret: {
      title: t("With this link, the person can choose a password within one day."),
      texts: [{ text, label: t("Copy") }],
    },
  };
});

export const signOutAction = formAction(async (actor, form) => {
  await signOutPerson(actor, readForm(userForm, form).user);
  return { message: t("Signed out") };
});

export const signOutEveryoneAction = formAction(async (actor) => {
  await signOutEveryone(actor);
  return { message: t("Everyone else is signed out") };
});

/** Disables a key of the person. */
export const disableKeyAction = formAction(async (actor, form) => {
  await setApiKeyActive(actor, readForm(z.object({ key: idField }), form).key, { isActive: false });
  refresh();
  return { message: t("API key disabled") };
});

export const deleteUserAction = formAction(async (actor, form) => {
  const { user, ...choice } = readForm(userForm.extend(deleteUserInput.shape), form);
  await deleteUser(actor, user, choice);
  redirect("/manage/people/");
});
