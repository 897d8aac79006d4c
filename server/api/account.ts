import { z } from "zod";
import { keyScopes, roles } from "@/db/schema/users";
import { findUsedKey } from "@/server/api-keys/list";
import type { Actor } from "@/server/auth/actor";
import { requireUser } from "@/server/auth/policy";
import { listOwnGroups } from "@/server/users/queries";
import { apiSchemas, operation, time, toTime } from "./operation";

const me = z
  .strictObject({
    username: z.string(),
    fullName: z.string(),
    role: z.enum(roles),
    userGroups: z.array(z.string()).meta({ description: "The names of your user groups." }),
    key: z
      .strictObject({
        id: z.int32(),
        name: z.string(),
        scopes: z.array(z.enum(keyScopes)),
        scripts: z
          .array(z.string())
          .nullable()
          .meta({ description: "The slugs of the only scripts that the key is for; null for all scripts." }),
        expiresAt: time.nullable(),
      })
      .nullable()
      .meta({ description: "The API key of this request; null for a signed-in browser." }),
  })
  .register(apiSchemas, { id: "Me" });

export const getMe = operation({
  method: "get",
  path: "/api/v2/me",
  id: "getMe",
  tag: "Account",
  summary: "See who you are and what your key allows",
  who: "any signed-in user",
  scope: null,
  answers: { 200: { description: "The account and the key of this request.", schema: me } },
});

/** Who calls. @throws unauthenticated */
export async function describeMe(actor: Actor): Promise<z.output<typeof me>> {
  const { username, fullName, role } = requireUser(actor);
  const [userGroups, key] = await Promise.all([listOwnGroups(actor), findUsedKey(actor)]);
  return { username, fullName, role, userGroups, key: key && { ...key, expiresAt: toTime(key.expiresAt) } };
}
