import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { workers } from "@/db/schema/workers";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

/**
 * Makes a worker claim no more jobs, or claim jobs again. What it runs goes on. A worker that was started alone ends when
 * it has no jobs left.
 * @throws unauthenticated, forbidden unless staff, not_found
 */
export async function setDraining(actor: Actor, id: string, { isDraining }: { isDraining: boolean }): Promise<void> {
  requireStaff(actor);
  if (!z.uuid().safeParse(id).success) throw noSuchWorker();
  await db.transaction(async (tx) => {
    const [worker] = await tx.update(workers).set({ isDraining }).where(eq(workers.id, id)).returning();
    if (!worker) throw noSuchWorker();
    const action = isDraining ? "worker.drain" : "worker.resume";
    await recordAudit(tx, actor, { action, target: `worker:${worker.host}` });
  });
}

function noSuchWorker(): AppError {
  return new AppError("not_found", t("There is no such worker."));
}
