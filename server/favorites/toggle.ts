import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { favorites } from "@/db/schema/favorites";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { scripts } from "@/db/schema/scripts";
import type { Actor } from "@/server/auth/actor";
import { requireSession } from "@/server/auth/policy";
import { AppError } from "@/server/errors";
import { jobsVisibleTo } from "@/server/jobs/policy";
import { t } from "@/server/language/text";
import { scriptsVisibleTo } from "@/server/scripts/policy";

const id = z.coerce.number().int().min(1).max(2_147_483_647);

/** A script to star, or a file of a job to pin to the scrapbook. */
export const favoriteInput = z.union([z.object({ scriptId: id }), z.object({ jobFileId: id })]);

/**
 * Stars or unstars a script, or pins or unpins a job's file. Returns the new state. To pin a file, the actor must find
 * its job without a link, so that a pin cannot bypass a permalink that was disabled.
 * @throws unauthenticated, not_found, invalid
 */
export async function toggleFavorite(
  actor: Actor,
  input: z.input<typeof favoriteInput>,
): Promise<{ isFavorite: boolean }> {
  const user = requireSession(actor);
  const target = favoriteInput.parse(input);
  const isTarget =
    "scriptId" in target ? eq(favorites.scriptId, target.scriptId) : eq(favorites.jobFileId, target.jobFileId);
  const removed = await db
    .delete(favorites)
    .where(and(eq(favorites.userId, user.id), isTarget))
    .returning({ id: favorites.id });
  if (removed.length > 0) return { isFavorite: false };
  const isThere =
    "scriptId" in target ? await seesScript(actor, target.scriptId) : await seesFile(actor, target.jobFileId);
  if (!isThere) throw new AppError("not_found", t("This item no longer exists."));
  await db
    .insert(favorites)
    .values({ userId: user.id, ...target })
    .onConflictDoNothing();
  return { isFavorite: true };
}

async function seesScript(actor: Actor, scriptId: number): Promise<boolean> {
  const found = await db
    .select({ one: sql`1` })
    .from(scripts)
    .where(and(eq(scripts.id, scriptId), scriptsVisibleTo(actor)));
  return found.length > 0;
}

async function seesFile(actor: Actor, jobFileId: number): Promise<boolean> {
  const found = await db
    .select({ one: sql`1` })
    .from(jobFiles)
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .where(and(eq(jobFiles.id, jobFileId), eq(jobFiles.direction, "output"), jobsVisibleTo(actor)));
  return found.length > 0;
}
