import { type SQL, sql } from "drizzle-orm";
import { apiKeys, users } from "@/db/schema";
import type { ActingUser, Actor } from "./actor";

/** A user, with the API key that they used, if any: what a signed URL remembers about who asked for it. */
export interface AccountReference {
  userId: number;
  apiKeyId: number | null;
}

/** The reference to a signed-in actor, whose user is given. */
export function toAccountReference(actor: Actor, user: ActingUser): AccountReference {
  return { userId: user.id, apiKeyId: actor.kind === "apiKey" ? actor.apiKeyId : null };
}

/** The condition that the account is active, and that the API key still works. */
export function isAccountUsable({ userId, apiKeyId }: AccountReference): SQL {
  const isUserActive = sql`exists (select from ${users} where ${users.id} = ${userId} and ${users.isActive})`;
  if (apiKeyId === null) return isUserActive;
  return sql`(${isUserActive} and exists (
    select from ${apiKeys} where ${apiKeys.id} = ${apiKeyId} and ${apiKeys.userId} = ${userId} and ${apiKeys.isActive}
      and (${apiKeys.expiresAt} is null or ${apiKeys.expiresAt} > now())))`;
}
