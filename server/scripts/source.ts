import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { scripts, scriptVersions } from "@/db/schema/scripts";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { versionNotFound } from "./patch-version";

/** The hash and the name of a version's file. @throws unauthenticated, forbidden unless staff, not_found */
export async function getVersionSource(
  actor: Actor,
  slug: string,
  versionId: number,
): Promise<{ sha256: string; filename: string }> {
  requireStaffReader(actor);
  const [version] = await db
    .select({ sha256: scriptVersions.sha256, filename: scriptVersions.filename })
    .from(scriptVersions)
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .where(and(eq(scripts.slug, slug), eq(scriptVersions.id, versionId)));
  if (!version) throw versionNotFound();
  return version;
}
