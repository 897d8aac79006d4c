import { and, eq, ne } from "drizzle-orm";
import { db } from "@/db/client";
import { scripts, scriptVersions } from "@/db/schema/scripts";
import { recordAudit } from "@/server/audit/record";
import { type Actor, userOf } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { scriptNotFound } from "./patch";

export interface VersionPatch {
  isDefault?: boolean;
  isActive?: boolean;
}

/**
 * Makes a version the default, or enables or disables it. Disabling the default leaves the script without one.
 * `isDefault` is evaluated first, so giving both does not simply apply both (Wooey 0.14, its decision table).
 * @throws unauthenticated, forbidden unless staff, not_found, invalid
 */
export async function patchVersion(
  actor: Actor,
  { slug, versionId }: { slug: string; versionId: number },
  patch: VersionPatch,
): Promise<void> {
  requireStaff(actor);
  await db.transaction(async (tx) => {
    // Locks the script's row first: two changes of the default wait for each other.
    const [script] = await tx.select({ id: scripts.id }).from(scripts).where(eq(scripts.slug, slug)).for("update");
    if (!script) throw scriptNotFound();
    const ofScript = eq(scriptVersions.scriptId, script.id);
    const itself = and(ofScript, eq(scriptVersions.id, versionId));
    const [version] = await tx.select().from(scriptVersions).where(itself);
    if (!version) throw versionNotFound();
    if (patch.isDefault && !version.isActive)
      throw invalidField("default_version", t("A disabled script version cannot be set as default."));
    const others = and(ofScript, ne(scriptVersions.id, versionId), scriptVersions.isDefault);
    if (patch.isDefault === false && patch.isActive !== false && (await tx.$count(scriptVersions, others)) === 0)
      throw invalidField("default_version", t("A script must have a default version."));
    if (patch.isDefault) await tx.update(scriptVersions).set({ isDefault: false }).where(others);
    const modified = { modifiedAt: new Date(), modifiedById: userOf(actor)?.id ?? null };
    await tx
      .update(scriptVersions)
      .set({
        isDefault: patch.isActive === false ? false : patch.isDefault,
        isActive: patch.isActive,
        ...modified,
      })
      .where(itself);
    await tx.update(scripts).set(modified).where(eq(scripts.id, script.id));
    const detail = { versionId, version: version.version, iteration: version.iteration, ...patch };
    await recordAudit(tx, actor, { action: "version.patch", target: `script:${slug}`, detail });
  });
}

/** Wooey's 404 for a version. */
export function versionNotFound(): AppError {
  const message = t("Unable to find script version.");
  return new AppError("not_found", message, { script_version: [message] });
}
