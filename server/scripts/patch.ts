import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { scripts } from "@/db/schema/scripts";
import { recordAudit } from "@/server/audit/record";
import { type Actor, userOf } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { AppError } from "@/server/errors";
import { ensureGroup, groupNameOf } from "./groups";

/** What may be changed of a script; what is missing stays. */
export interface ScriptPatch {
  name?: string;
  /** The group's name, made when there is none; blank means WOOEY_DEFAULT_SCRIPT_GROUP. */
  group?: string;
  description?: string;
  documentation?: string;
  position?: number;
  isActive?: boolean;
  ignoreBadImports?: boolean;
  executeFullPath?: boolean;
  savePath?: string | null;
  environmentId?: number | null;
}

/**
 * Changes a script; an empty patch only notes who touched it. Its slug never changes (Wooey 0.14). The values were
 * checked by `scriptPatchInput`.
 * @throws unauthenticated, forbidden unless staff, not_found
 */
export async function patchScript(actor: Actor, slug: string, patch: ScriptPatch): Promise<void> {
  requireStaff(actor);
  const { group, ...columns } = patch;
  await db.transaction(async (tx) => {
    const groupId = group === undefined ? undefined : await ensureGroup(tx, groupNameOf(group));
    const changed = await tx
      .update(scripts)
      .set({ ...columns, groupId, modifiedAt: new Date(), modifiedById: userOf(actor)?.id ?? null })
      .where(eq(scripts.slug, slug))
      .returning({ id: scripts.id });
    // Thrown inside, so that no new group stays behind.
    if (changed.length === 0) throw scriptNotFound();
    await recordAudit(tx, actor, { action: "script.patch", target: `script:${slug}`, detail: { ...patch } });
  });
}

/** Wooey's 404 for a slug. */
export function scriptNotFound(): AppError {
  return new AppError("not_found", "Unable to find script.", { script: ["Unable to find script."] });
}
