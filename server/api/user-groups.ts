import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import {
  addMember,
  createUserGroup,
  findUserGroup,
  listUserGroups,
  removeMember,
  renameUserGroup,
} from "@/server/groups/user-groups";
import { t } from "@/server/language/text";
import { findUser, type Person } from "@/server/users/queries";
import { apiSchemas, idParam, operation, storedText } from "./operation";

const userGroup = z
  .strictObject({
    id: z.int32(),
    name: z.string(),
    members: z.array(z.strictObject({ id: z.int32(), username: z.string(), fullName: z.string() })).meta({
      description: "The first 100 by username; `q` finds others.",
    }),
    hasMoreMembers: z.boolean(),
    usedBy: z
      .array(z.strictObject({ name: z.string(), script: z.string().nullable(), scriptGroupId: z.int32().nullable() }))
      .meta({ description: "The scripts and script groups that only certain user groups, such as this one, may use." }),
  })
  .register(apiSchemas, { id: "UserGroup" });

const fields = z.strictObject({ name: storedText(150).regex(/\S/) });

const path = "/api/v2/user-groups";
const ofGroups = { tag: "Management", who: "staff" } as const;
const one = { ...ofGroups, path: `${path}/{id}`, params: idParam } as const;
const member = {
  ...ofGroups,
  path: `${path}/{id}/members/{username}`,
  params: { ...idParam, username: { description: "The username." } },
} as const;

export const listUserGroupsOperation = operation({
  ...ofGroups,
  method: "get",
  path,
  id: "listUserGroups",
  summary: "List the user groups",
  scope: "read",
  answers: {
    200: {
      description: "All user groups by name.",
      schema: z
        .strictObject({ items: z.array(z.strictObject({ id: z.int32(), name: z.string(), members: z.int() })) })
        .register(apiSchemas, { id: "UserGroups" }),
    },
  },
});

export const getUserGroup = operation({
  ...one,
  method: "get",
  id: "getUserGroup",
  summary: "See a user group",
  scope: "read",
  query: z.strictObject({ q: z.string().max(200).optional().meta({ description: "A text in the name of members." }) }),
  answers: { 200: { description: "The group.", schema: userGroup } },
});

export const createUserGroupOperation = operation({
  ...ofGroups,
  method: "post",
  path,
  id: "createUserGroup",
  summary: "Create a user group",
  scope: "manage",
  body: { schema: fields },
  answers: { 201: { description: "The new group.", schema: userGroup } },
  refusals: ["conflict"],
});

export const renameUserGroupOperation = operation({
  ...one,
  method: "patch",
  id: "renameUserGroup",
  summary: "Rename a user group",
  scope: "manage",
  body: { schema: fields },
  answers: { 200: { description: "The renamed group.", schema: userGroup } },
  refusals: ["conflict"],
});

export const deleteUserGroupOperation = operation({
  ...one,
  method: "delete",
  id: "deleteUserGroup",
  summary: "Delete a user group",
  description: "409 if everyone could use a script without it.",
  scope: "manage",
  answers: { 204: { description: "It is deleted." } },
  refusals: ["conflict"],
});

export const addUserGroupMember = operation({
  ...member,
  method: "put",
  id: "addUserGroupMember",
  summary: "Add a user to a group",
  scope: "manage",
  answers: { 204: { description: "The user is a member." } },
});

export const removeUserGroupMember = operation({
  ...member,
  method: "delete",
  id: "removeUserGroupMember",
  summary: "Remove a user from a group",
  scope: "manage",
  answers: { 204: { description: "The user is not a member." } },
});

/** All user groups. @throws forbidden */
export async function listGroups(actor: Actor) {
  return { items: await listUserGroups(actor) };
}

/** A user group. @throws forbidden, not_found */
export async function describeUserGroup(actor: Actor, id: number, text = ""): Promise<z.output<typeof userGroup>> {
  const found = await findUserGroup(actor, id, text);
  if (!found) throw new AppError("not_found", t("Group not found."));
  const { moreMembers, usages, ...group } = found;
  const usedBy = usages.map(({ name, slug, scriptGroupId }) => ({ name, script: slug, scriptGroupId }));
  return { ...group, hasMoreMembers: moreMembers, usedBy };
}

/** @throws forbidden, invalid, conflict */
export async function createAndDescribe(actor: Actor, input: z.output<typeof fields>) {
  const { id } = await createUserGroup(actor, input);
  return describeUserGroup(actor, id);
}

/** @throws forbidden, not_found, invalid, conflict */
export async function renameAndDescribe(actor: Actor, id: number, input: z.output<typeof fields>) {
  await renameUserGroup(actor, id, input);
  return describeUserGroup(actor, id);
}

/** @throws forbidden, not_found */
export async function addMemberByName(actor: Actor, id: number, username: string): Promise<void> {
  await addMember(actor, id, (await requireUserByName(username)).username);
}

/** @throws forbidden, not_found */
export async function removeMemberByName(actor: Actor, id: number, username: string): Promise<void> {
  await removeMember(actor, id, (await requireUserByName(username)).id);
}

async function requireUserByName(username: string): Promise<Person> {
  const person = await findUser(username);
  if (!person) throw new AppError("not_found", t("Account not found."));
  return person;
}
