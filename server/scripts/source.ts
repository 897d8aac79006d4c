import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { scripts, scriptVersions } from "@/db/schema/scripts";
import type { Actor } from "@/server/auth/actor";
import { requireStaffReader } from "@/server/auth/policy";
import { storedPath } from "@/server/storage/store";
import { versionNotFound } from "./patch-version";

/** The path of a version's file, and its name. @throws unauthenticated, forbidden unless staff, not_found */
export async function getVersionSource(
  actor: Actor,
  slug: string,
  versionId: number,
): Promise<{ file: string; filename: string }> {
  requireStaffReader(actor);
  const [version] = await db
    .select({ sha256: scriptVersions.sha256, filename: scriptVersions.filename })
    .from(scriptVersions)
    .innerJoin(scripts, eq(scripts.id, scriptVersions.scriptId))
    .where(and(eq(scripts.slug, slug), eq(scriptVersions.id, versionId)));
  if (!version) throw versionNotFound();
  return { file: storedPath(version.sha256), filename: version.filename };
}
