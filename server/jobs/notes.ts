import { eq } from "drizzle-orm";
import { db, type Queryable } from "@/db/client";
import { jobNotes } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError, invalidField } from "@/server/errors";
import { t } from "@/server/language/text";
import { auditOthers } from "./audit-others";
import { notifyLive } from "./live-channel";
import { lockManagedJob } from "./lock-managed";
import { isLonger } from "./submit";

export const NOTES_MAX = 50_000;

/** The notes of a job, as Markdown. Whoever may open the job may read them. */
export interface JobNotes {
  text: string;
  modifiedAt: Date;
}

/** The notes of a job that the caller may open; null if there are none. */
export async function findNotes(jobId: number): Promise<JobNotes | null> {
  const [notes] = await db
    .select({ text: jobNotes.text, modifiedAt: jobNotes.modifiedAt })
    .from(jobNotes)
    .where(eq(jobNotes.jobId, jobId));
  return notes ?? null;
}

/**
 * Replaces the notes of a job; a blank text removes them. `seenModifiedAt` is the time of the notes that the writer has
 * seen, null if there were none; without it the last writer wins.
 * @throws not_found, invalid (on `notes`), conflict if they have been changed since then
 */
export async function saveNotes(
  actor: Actor,
  id: number,
  { text, seenModifiedAt }: { text: string; seenModifiedAt?: Date | null },
): Promise<void> {
  const notes = text.replaceAll("\r\n", "\n").trimEnd();
  if (isLonger(notes, NOTES_MAX)) {
    throw invalidField("notes", t("Enter at most {count} characters.", { count: NOTES_MAX }));
  }
  await db.transaction(async (tx) => {
    const job = await lockManagedJob(tx, actor, id);
    if (seenModifiedAt !== undefined) await requireUnchanged(tx, id, seenModifiedAt);
    if (notes === "") await tx.delete(jobNotes).where(eq(jobNotes.jobId, id));
    else {
      const row = { text: notes, modifiedAt: new Date() };
      await tx
        .insert(jobNotes)
        .values({ jobId: id, ...row })
        .onConflictDoUpdate({ target: jobNotes.jobId, set: row });
    }
    await auditOthers(tx, actor, { action: "job.notes", job });
    await notifyLive(tx, id, "status");
  });
}

async function requireUnchanged(tx: Queryable, id: number, seenModifiedAt: Date | null): Promise<void> {
  const [stored] = await tx.select({ modifiedAt: jobNotes.modifiedAt }).from(jobNotes).where(eq(jobNotes.jobId, id));
  if ((stored?.modifiedAt.getTime() ?? null) === (seenModifiedAt?.getTime() ?? null)) return;
  throw new AppError(
    "conflict",
    t(
      "The notes were changed since you opened this page. Your text was not saved. Copy it, reload the page, and enter it again.",
    ),
  );
}
