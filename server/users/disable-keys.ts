import { and, eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { apiKeys } from "@/db/schema/users";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";

/** Disables every active API key of a user, because someone else may know their secrets. */
export async function disableKeys(tx: Queryable, actor: Actor, userId: number): Promise<void> {
  const disabled = await tx
    .update(apiKeys)
    .set({ isActive: false })
    .where(and(eq(apiKeys.userId, userId), eq(apiKeys.isActive, true)))
    .returning({ id: apiKeys.id, name: apiKeys.name });
  for (const { id, name } of disabled) {
    await recordAudit(tx, actor, { action: "api-key.deactivate", target: `api-key:${id}`, detail: { name } });
  }
}
