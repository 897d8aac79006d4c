import { z } from "zod";
import { roles } from "@/db/schema/users";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { findListedPerson, type ListedPerson, listUsers } from "@/server/users/list";
import { setActive } from "@/server/users/manage";
import { fromCursor, toCursor } from "./cursor";
import { apiSchemas, idParam, operation, pageOf, pageQuery, time, toTime } from "./operation";

const user = z
  .strictObject({
    id: z.int32(),
    username: z.string(),
    fullName: z.string(),
    email: z.string(),
    role: z.enum(roles),
    isActive: z.boolean(),
    userGroups: z.array(z.string()),
    createdAt: time,
    lastSeenAt: time.nullable(),
  })
  .register(apiSchemas, { id: "User" });

const path = "/api/v2/users";
const ofUsers = { tag: "Management", who: "administrators", scope: "manage" } as const;

const listQuery = z.strictObject({
  q: z.string().max(200).optional().meta({ description: "A text in the username, name or email address." }),
  role: z.enum(roles).optional(),
  isActive: z.stringbool().optional().meta({ type: "boolean" }),
  ...pageQuery,
});

export const listUsersOperation = operation({
  ...ofUsers,
  method: "get",
  path,
  id: "listUsers",
  summary: "List the users",
  query: listQuery,
  answers: { 200: { description: "A page of users by username.", schema: pageOf(user) } },
});

export const getUser = operation({
  ...ofUsers,
  method: "get",
  path: `${path}/{id}`,
  params: idParam,
  id: "getUser",
  summary: "See a user",
  answers: { 200: { description: "The user.", schema: user } },
});

const changes = z.strictObject({ isActive: z.boolean() });

export const changeUserOperation = operation({
  ...ofUsers,
  method: "patch",
  path: `${path}/{id}`,
  params: idParam,
  id: "changeUser",
  summary: "Enable or disable an account",
  description:
    "Disabling it ends its sessions and disables its keys. No API key creates users, or changes roles and passwords: an administrator does so on the site.",
  body: { schema: changes },
  answers: { 200: { description: "The changed user.", schema: user } },
  refusals: ["conflict"],
});

/** A page of users. @throws forbidden, invalid on `after` */
export async function listUserPage(actor: Actor, { q, role, isActive, after, limit }: z.output<typeof listQuery>) {
  const [from] = fromCursor(z.tuple([z.string()]), after) ?? [];
  const page = await listUsers(actor, {
    limit,
    ...(q === undefined ? {} : { text: q }),
    ...(role === undefined ? {} : { role }),
    ...(isActive === undefined ? {} : { isActive }),
    ...(from === undefined ? {} : { after: from }),
  });
  return { items: page.rows.map(toUser), next: page.next && toCursor([page.next]) };
}

/** A user. @throws forbidden, not_found */
export async function describeUser(actor: Actor, id: number) {
  const person = await findListedPerson(actor, id);
  if (!person) throw new AppError("not_found", t("Account not found."));
  return toUser(person);
}

/** @throws forbidden, not_found, conflict for the last administrator */
export async function changeUser(actor: Actor, id: number, input: z.output<typeof changes>) {
  await setActive(actor, id, input);
  return describeUser(actor, id);
}

function toUser({ groups, createdAt, lastSeenAt, ...person }: ListedPerson): z.output<typeof user> {
  return { ...person, userGroups: groups, createdAt: toTime(createdAt), lastSeenAt: toTime(lastSeenAt) };
}
