"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { checkboxField, formAction, idField, idsField, readForm, textField } from "@/server/forms";
import { createScriptGroup, deleteScriptGroup, patchScriptGroup } from "@/server/groups/script-groups";
import {
  addMember,
  createUserGroup,
  deleteUserGroup,
  removeMember,
  renameUserGroup,
} from "@/server/groups/user-groups";
import { t } from "@/server/language/text";

const nameForm = z.object({ name: textField });
const groupForm = z.object({ group: idField });
const scriptGroupForm = groupForm.extend({
  name: textField,
  description: textField,
  position: textField.transform((text) => Number(text || Number.NaN)),
  isActive: checkboxField,
  userGroup: idsField,
});

export const createScriptGroupAction = formAction(async (actor, form) => {
  const { id } = await createScriptGroup(actor, readForm(nameForm, form));
  redirect(`/manage/groups/${id}/`);
});

export const saveScriptGroupAction = formAction(async (actor, form) => {
  const { group, userGroup, ...patch } = readForm(scriptGroupForm, form);
  await patchScriptGroup(actor, group, { ...patch, userGroupIds: userGroup });
  refresh();
  return { message: t("Saved") };
});

export const deleteScriptGroupAction = formAction(async (actor, form) => {
  await deleteScriptGroup(actor, readForm(groupForm, form).group);
  redirect("/manage/groups/");
});

export const createUserGroupAction = formAction(async (actor, form) => {
  const { id } = await createUserGroup(actor, readForm(nameForm, form));
  redirect(`/manage/groups/users/${id}/`);
});

export const renameUserGroupAction = formAction(async (actor, form) => {
  await renameUserGroup(actor, readForm(groupForm, form).group, readForm(nameForm, form));
  refresh();
  return { message: t("Saved") };
});

export const deleteUserGroupAction = formAction(async (actor, form) => {
  await deleteUserGroup(actor, readForm(groupForm, form).group);
  redirect("/manage/groups/");
});

export const addMemberAction = formAction(async (actor, form) => {
  const { group, username } = readForm(groupForm.extend({ username: textField }), form);
  await addMember(actor, group, username);
  refresh();
  return { message: t("Added") };
});

export const removeMemberAction = formAction(async (actor, form) => {
  const { group, member } = readForm(groupForm.extend({ member: idField }), form);
  await removeMember(actor, group, member);
  refresh();
  return { message: t("Removed") };
});
