import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import {
  createScriptGroup,
  type ListedScriptGroup,
  listScriptGroups,
  patchScriptGroup,
} from "@/server/groups/script-groups";
import { t } from "@/server/language/text";
import { apiSchemas, idParam, operation, storedText } from "./operation";

const scriptGroup = z
  .strictObject({
    id: z.int32(),
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    position: z.int32().meta({ description: "Its position on the home page." }),
    isActive: z.boolean(),
    scripts: z.int().meta({ description: "How many scripts it has." }),
    userGroupIds: z.array(z.int32()).meta({ description: "Who may use its scripts; empty for everyone." }),
  })
  .register(apiSchemas, { id: "ScriptGroup" });

const fields = z.strictObject({
  name: storedText(100).regex(/\S/),
  description: storedText(2000).optional(),
  position: z.int().min(1).max(1_000_000).optional(),
  isActive: z.boolean().optional(),
  userGroupIds: z.array(z.int32()).max(1000).optional(),
});

const path = "/api/v2/script-groups";
const ofGroups = { tag: "Management", who: "staff" } as const;
const one = { ...ofGroups, path: `${path}/{id}`, params: idParam } as const;

export const listScriptGroupsOperation = operation({
  ...ofGroups,
  method: "get",
  path,
  id: "listScriptGroups",
  summary: "List the script groups",
  scope: "read",
  answers: {
    200: {
      description: "All script groups, in their order.",
      schema: z.strictObject({ items: z.array(scriptGroup) }).register(apiSchemas, { id: "ScriptGroups" }),
    },
  },
});

export const createScriptGroupOperation = operation({
  ...ofGroups,
  method: "post",
  path,
  id: "createScriptGroup",
  summary: "Create a script group",
  scope: "manage",
  body: { schema: fields },
  answers: { 201: { description: "The new group.", schema: scriptGroup } },
  refusals: ["conflict"],
});

export const changeScriptGroupOperation = operation({
  ...one,
  method: "patch",
  id: "changeScriptGroup",
  summary: "Change a script group",
  description: "Fields that are not sent stay unchanged. The slug never changes.",
  scope: "manage",
  body: { schema: fields.partial() },
  answers: { 200: { description: "The changed group.", schema: scriptGroup } },
  refusals: ["conflict"],
});

export const deleteScriptGroupOperation = operation({
  ...one,
  method: "delete",
  id: "deleteScriptGroup",
  summary: "Delete a script group without scripts",
  scope: "manage",
  answers: { 204: { description: "It is deleted." } },
  refusals: ["conflict"],
});

/** All script groups. @throws forbidden */
export async function listGroups(actor: Actor): Promise<{ items: ListedScriptGroup[] }> {
  return { items: await listScriptGroups(actor) };
}

/** @throws forbidden, invalid, conflict */
export async function createGroup(actor: Actor, input: z.output<typeof fields>): Promise<ListedScriptGroup> {
  const { id } = await createScriptGroup(actor, input);
  return findGroup(actor, id);
}

/** @throws forbidden, not_found, invalid, conflict */
export async function changeGroup(
  actor: Actor,
  id: number,
  input: Partial<z.output<typeof fields>>,
): Promise<ListedScriptGroup> {
  await patchScriptGroup(actor, id, input);
  return findGroup(actor, id);
}

async function findGroup(actor: Actor, id: number): Promise<ListedScriptGroup> {
  const group = (await listScriptGroups(actor)).find((each) => each.id === id);
  if (!group) throw new AppError("not_found", t("Script group not found."));
  return group;
}
