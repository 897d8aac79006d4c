import { createHash, randomBytes } from "node:crypto";
import { and, asc, eq, not } from "drizzle-orm";
import { z } from "zod";
import { db, pg } from "@/db/client";
import { type ApiKey, apiKeys } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { type ActingUser, type Actor, systemActor } from "./actor";
import { requireUser } from "./policy";
import { type ActingUserRow, actingUserColumns, toActingUser } from "./sessions";

const PREFIX = "wooey_";
const required = { error: () => t("This field is required.") };

export const createApiKeyInput = z.object({
  name: z
    .string(required)
    .trim()
    .min(1, required)
    .refine((name) => [...name].length <= 200, {
      error: () => t("Ensure this value has at most 200 characters."),
    })
    .meta({ maxLength: 200, pattern: "^[^\\u0000]*$" }),
  expiresAt: z.date().optional(),
});

/** An API key as its owner sees it in a list: without the key and its hash. */
export type ListedApiKey = Pick<ApiKey, "id" | "name" | "hint" | "isActive" | "createdAt" | "lastUsedAt" | "expiresAt">;

const listed = {
  id: apiKeys.id,
  name: apiKeys.name,
  hint: apiKeys.hint,
  isActive: apiKeys.isActive,
  createdAt: apiKeys.createdAt,
  lastUsedAt: apiKeys.lastUsedAt,
  expiresAt: apiKeys.expiresAt,
};

/** Creates a key for the actor. `key` is the key itself: nobody can see it again. @throws unauthenticated, invalid */
export async function createApiKey(
  actor: Actor,
  input: z.input<typeof createApiKeyInput>,
): Promise<ListedApiKey & { key: string }> {
  return createApiKeyFor(requireUser(actor).id, input, actor);
}

/** The same for any user. Only for the command line, whose caller owns the machine. @throws invalid */
export async function createApiKeyFor(
  userId: number,
  input: z.input<typeof createApiKeyInput>,
  actor: Actor = systemActor,
): Promise<ListedApiKey & { key: string }> {
  const { name, expiresAt } = createApiKeyInput.parse(input);
  const key = PREFIX + randomBytes(32).toString("base64url");
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(apiKeys)
      .values({ userId, name, expiresAt, keyHash: hashOf(key), hint: key.slice(0, PREFIX.length + 4) })
      .returning(listed);
    if (!row) throw new Error("The key was not stored.");
    await recordAudit(tx, actor, { action: "api-key.create", target: `api-key:${row.id}`, detail: { name, userId } });
    return { ...row, key };
  });
}

/** The actor's keys, oldest first. @throws unauthenticated */
export async function listApiKeys(actor: Actor): Promise<ListedApiKey[]> {
  const user = requireUser(actor);
  return db.select(listed).from(apiKeys).where(eq(apiKeys.userId, user.id)).orderBy(asc(apiKeys.id));
}

/**
 * Enables or disables a key of the actor; without `isActive` it changes to the other state. @throws unauthenticated,
 * not_found
 */
export async function setApiKeyActive(
  actor: Actor,
  id: number,
  { isActive }: { isActive?: boolean } = {},
): Promise<ListedApiKey> {
  const user = requireUser(actor);
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(apiKeys)
      .set({ isActive: isActive ?? not(apiKeys.isActive) })
      .where(and(eq(apiKeys.id, id), eq(apiKeys.userId, user.id)))
      .returning(listed);
    if (!row) throw new AppError("not_found", t("API Key not found"));
    const action = row.isActive ? "api-key.activate" : "api-key.deactivate";
    await recordAudit(tx, actor, { action, target: `api-key:${id}`, detail: { name: row.name } });
    return row;
  });
}

/** Deletes a key of the actor. @throws unauthenticated, not_found */
export async function deleteApiKey(actor: Actor, id: number): Promise<void> {
  const user = requireUser(actor);
  await db.transaction(async (tx) => {
    const [deleted] = await tx
      .delete(apiKeys)
      .where(and(eq(apiKeys.id, id), eq(apiKeys.userId, user.id)))
      .returning({ name: apiKeys.name });
    if (!deleted) throw new AppError("not_found", t("API Key not found"));
    await recordAudit(tx, actor, { action: "api-key.delete", target: `api-key:${id}`, detail: deleted });
  });
}

/**
 * The user to whom this key belongs; null unless key and account are active. Records the use, at most once a minute,
 * without waiting for it.
 */
export async function findApiKeyUser(key: string): Promise<{ user: ActingUser; apiKeyId: number } | null> {
  const [row] = await pg<(ActingUserRow & { key_id: number; is_recorded: boolean })[]>`
    select ${actingUserColumns()}, k.id as key_id,
      coalesce(k.last_used_at > now() - interval '1 minute', false) as is_recorded
    from api_keys k join users u on u.id = k.user_id
    where k.key_hash = ${hashOf(key)} and k.is_active and u.is_active and (k.expires_at is null or k.expires_at > now())`;
  if (!row) return null;
  if (!row.is_recorded) {
    pg`update api_keys set last_used_at = now() where id = ${row.key_id}`.catch((error: unknown) =>
      console.error("The last use of an API key could not be recorded:", error),
    );
  }
  return { user: toActingUser(row), apiKeyId: row.key_id };
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
