import { and, asc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { scripts } from "@/db/schema/scripts";
import { type ApiKey, apiKeys, users } from "@/db/schema/users";
import type { Actor } from "@/server/auth/actor";
import { requireAdministrator, requireSession } from "@/server/auth/policy";
import { scriptsVisibleTo } from "@/server/scripts/policy";

/** An API key as its owner sees it in a list: without the key and its hash. */
export type ListedApiKey = Pick<
  ApiKey,
  "id" | "name" | "hint" | "isActive" | "createdAt" | "lastUsedAt" | "lastUsedAddress" | "expiresAt" | "scopes"
> & {
  /** The names of the only scripts that it is for, without deleted ones; null for all scripts. */
  scripts: string[] | null;
};

export const listedColumns = {
  id: apiKeys.id,
  name: apiKeys.name,
  hint: apiKeys.hint,
  isActive: apiKeys.isActive,
  createdAt: apiKeys.createdAt,
  lastUsedAt: apiKeys.lastUsedAt,
  lastUsedAddress: apiKeys.lastUsedAddress,
  expiresAt: apiKeys.expiresAt,
  scopes: apiKeys.scopes,
  scripts: sql<string[] | null>`case when ${apiKeys.scriptIds} is not null then array(
    select s.name from scripts s where s.id = any(${apiKeys.scriptIds}) order by s.name) end`,
};

/** The actor's keys, oldest first. @throws unauthenticated, forbidden for an API key */
export async function listApiKeys(actor: Actor): Promise<ListedApiKey[]> {
  return listKeysOf(requireSession(actor).id);
}

/** A key as a program that uses it sees it. */
export type UsedApiKey = Pick<ApiKey, "id" | "name" | "scopes" | "expiresAt"> & {
  /** The slugs of the only scripts that it is for, without deleted ones; null for all scripts. */
  scripts: string[] | null;
};

/** The key of this request; null for an actor without one. */
export async function findUsedKey(actor: Actor): Promise<UsedApiKey | null> {
  if (actor.kind !== "apiKey") return null;
  const [key] = await db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      scopes: apiKeys.scopes,
      expiresAt: apiKeys.expiresAt,
      scripts: sql<string[] | null>`case when ${apiKeys.scriptIds} is not null then array(
        select s.slug from scripts s where s.id = any(${apiKeys.scriptIds}) order by s.slug) end`,
    })
    .from(apiKeys)
    .where(eq(apiKeys.id, actor.apiKeyId));
  return key ?? null;
}

/** A user's keys, oldest first, for administrators. @throws unauthenticated, forbidden unless administrator */
export async function listApiKeysOf(actor: Actor, userId: number): Promise<ListedApiKey[]> {
  requireAdministrator(actor);
  return listKeysOf(userId);
}

/** The scripts for which a new key can be made, by name; at most a thousand. */
export async function listKeyScripts(actor: Actor): Promise<{ slug: string; name: string }[]> {
  requireSession(actor);
  return db
    .select({ slug: scripts.slug, name: scripts.name })
    .from(scripts)
    .where(and(scripts.isActive, scriptsVisibleTo(actor)))
    .orderBy(asc(sql`lower(${scripts.name})`), asc(scripts.id))
    .limit(1000);
}

/** All keys of the instance with their owners, or those of one person. @throws forbidden unless administrator */
export async function listAllApiKeys(
  actor: Actor,
  { username }: { username?: string | undefined },
): Promise<(ListedApiKey & { username: string })[]> {
  requireAdministrator(actor);
  return db
    .select({ ...listedColumns, username: users.username })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(username === undefined ? undefined : eq(users.username, username))
    .orderBy(asc(apiKeys.id));
}

function listKeysOf(userId: number): Promise<ListedApiKey[]> {
  return db.select(listedColumns).from(apiKeys).where(eq(apiKeys.userId, userId)).orderBy(asc(apiKeys.id));
}
