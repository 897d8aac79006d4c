"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "@/server/forms";
import { createScriptGroup, deleteScriptGroup, patchScriptGroup } from "@/server/groups/script-groups";
import {
  addMember,
  createUserGroup,
  deleteUserGroup,
  removeMember,
  renameUserGroup,
} from "@/server/groups/user-groups";
import { t } from "@/server/language/text";

export const createScriptGroupAction = formAction(async (actor, form) => {
  const { id } = await createScriptGroup(actor, { name: textOf(form, "name") });
  redirect(`/manage/groups/${id}/`);
});

export const saveScriptGroupAction = formAction(async (actor, form) => {
  await patchScriptGroup(actor, idOf(form), {
    name: textOf(form, "name"),
    description: textOf(form, "description"),
    position: Number(textOf(form, "position") || Number.NaN),
    isActive: form.get("isActive") === "on",
    userGroupIds: form.getAll("userGroup").map(Number),
  });
  refresh();
  return { message: t("Saved") };
});

export const deleteScriptGroupAction = formAction(async (actor, form) => {
  await deleteScriptGroup(actor, idOf(form));
  redirect("/manage/groups/");
});

export const createUserGroupAction = formAction(async (actor, form) => {
  const { id } = await createUserGroup(actor, { name: textOf(form, "name") });
  redirect(`/manage/groups/users/${id}/`);
});

export const renameUserGroupAction = formAction(async (actor, form) => {
  await renameUserGroup(actor, idOf(form), { name: textOf(form, "name") });
  refresh();
  return { message: t("Saved") };
});

export const deleteUserGroupAction = formAction(async (actor, form) => {
  await deleteUserGroup(actor, idOf(form));
  redirect("/manage/groups/");
});

export const addMemberAction = formAction(async (actor, form) => {
  await addMember(actor, idOf(form), textOf(form, "username"));
  refresh();
  return { message: t("Added") };
});

export const removeMemberAction = formAction(async (actor, form) => {
  await removeMember(actor, idOf(form), Number(form.get("member")));
  refresh();
  return { message: t("Removed") };
});

function idOf(form: FormData): number {
  return Number(form.get("group"));
}

function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? "");
}
