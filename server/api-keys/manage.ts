import { and, eq, not, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import { type Actor, hasScope, isAdministrator, scriptIdsOf } from "@/server/auth/actor";
import { requireUser } from "@/server/auth/policy";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { type ListedApiKey, listedColumns } from "./list";

/**
 * Enables or disables a key of the actor; without `isActive` it changes to the other state. Administrators disable those
 * of others as well, and enable none.
 * @throws unauthenticated, forbidden for an API key that does not manage or would enable one, not_found
 */
export async function setApiKeyActive(
  actor: Actor,
  id: number,
  { isActive }: { isActive?: boolean } = {},
): Promise<ListedApiKey> {
  requireKeyManager(actor);
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(apiKeys)
      .set({ isActive: isActive ?? not(apiKeys.isActive) })
      .where(and(eq(apiKeys.id, id), or(keysOf(actor), isActive === false ? keysOfOthers(actor) : undefined)))
      .returning(listedColumns);
    if (!row) throw new AppError("not_found", t("API Key not found"));
    // A disabled key that comes back is a new one: the transaction is undone.
    if (row.isActive && actor.kind === "apiKey")
      throw new AppError("forbidden", t("An API key cannot enable API keys."));
    const action = row.isActive ? "api-key.activate" : "api-key.deactivate";
    await recordAudit(tx, actor, { action, target: `api-key:${id}`, detail: { name: row.name } });
    return row;
  });
}

/** Deletes a key of the actor. @throws unauthenticated, forbidden for an API key that does not manage, not_found */
export async function deleteApiKey(actor: Actor, id: number): Promise<void> {
  requireKeyManager(actor);
  await db.transaction(async (tx) => {
    const [deleted] = await tx
      .delete(apiKeys)
      .where(and(eq(apiKeys.id, id), keysOf(actor)))
      .returning({ name: apiKeys.name });
    if (!deleted) throw new AppError("not_found", t("API Key not found"));
    await recordAudit(tx, actor, { action: "api-key.delete", target: `api-key:${id}`, detail: deleted });
  });
}

function requireKeyManager(actor: Actor): void {
  if (actor.kind === "system") return;
  requireUser(actor);
  if (hasScope(actor, "manage") && scriptIdsOf(actor) === null) return;
  throw new AppError("forbidden", t("This API key cannot manage API keys."));
}

function keysOf(actor: Actor): SQL {
  if (actor.kind === "system") return sql`true`;
  return eq(apiKeys.userId, requireUser(actor).id);
}

function keysOfOthers(actor: Actor): SQL {
  return isAdministrator(actor) ? sql`true` : sql`false`;
}
