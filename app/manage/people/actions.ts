"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { readRole } from "@/components/manage/roles";
import { currentOrigin } from "@/server/auth/current";
import { formAction } from "@/server/forms";
import { t } from "@/server/language/text";
import { createUser } from "@/server/users/create";
import { deleteUser, type jobsChoices } from "@/server/users/delete";
import { inviteUser, withdrawInvitation } from "@/server/users/invite";
import { setActive, setRole } from "@/server/users/manage";
import { makePasswordLink, resetPassword } from "@/server/users/reset-password";

export const createUserAction = formAction(async (actor, form) => {
  const { id } = await createUser(actor, {
    username: textOf(form, "username"),
    password: textOf(form, "password"),
    fullName: textOf(form, "fullName"),
    email: textOf(form, "email"),
    role: readRole(form.get("role")) ?? "user",
  });
  redirect(`/manage/people/${id}/`);
});

/** The link is in the answer, once. */
export const inviteAction = formAction(async (actor, form) => {
  const { secret } = await inviteUser(actor, {
    role: readRole(form.get("role")) ?? "user",
    groupIds: form.getAll("group").map(Number),
    note: textOf(form, "note"),
    days: Number(form.get("days")),
  });
  const text = `${await currentOrigin()}/register/?invite=${secret}`;
  return {
    oneTimeSecret: {
      title: t("With this link, one person can create an account."),
      texts: [{ text, label: t("Copy") }],
    },
  };
});

export const withdrawInvitationAction = formAction(async (actor, form) => {
  await withdrawInvitation(actor, textOf(form, "invitation"));
  refresh();
  return { message: t("Invitation revoked") };
});

export const setRoleAction = formAction(async (actor, form) => {
  await setRole(actor, Number(form.get("user")), readRole(form.get("role")) ?? "user");
  refresh();
  return { message: t("Saved") };
});

export const setActiveAction = formAction(async (actor, form) => {
  const isActive = form.get("active") === "true";
  await setActive(actor, Number(form.get("user")), isActive);
  refresh();
  return { message: isActive ? t("Account enabled") : t("Account disabled; its sessions and keys have ended") };
});

/** The password is in the answer, once. */
export const resetPasswordAction = formAction(async (actor, form) => {
  const { password } = await resetPassword(actor, Number(form.get("user")));
  return {
    oneTimeSecret: {
      title: t("This is the new password. The person's sessions have ended."),
      texts: [{ text: password, label: t("Copy") }],
    },
  };
});

/** The link is in the answer, once. */
export const passwordLinkAction = formAction(async (actor, form) => {
  const { secret } = await makePasswordLink(actor, Number(form.get("user")));
  const text = `${await currentOrigin()}/reset/?link=${secret}`;
  return {
    oneTimeSecret: {
      title: t("With this link, the person can choose a password within one day."),
      texts: [{ text, label: t("Copy") }],
    },
  };
});

export const deleteUserAction = formAction(async (actor, form) => {
  const choice = textOf(form, "jobs") as (typeof jobsChoices)[number];
  await deleteUser(actor, Number(form.get("user")), { jobs: choice, receiver: textOf(form, "receiver") });
  redirect("/manage/people/");
});

function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? "");
}
