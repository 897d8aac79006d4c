import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { type Upload, uploads } from "@/db/schema/uploads";
import { AppError } from "@/server/errors";
import { discardContents } from "@/server/files/content";
import { t } from "@/server/language/text";
import type { StoredContent } from "@/server/storage/content-store";
import { removePartial, storePartial } from "@/server/storage/partial";
import { incomingPath, isStored } from "@/server/storage/store";
import { requireClean } from "@/server/storage/virus-scan";
import { nextExpiry } from "./queries";

/**
 * Makes the bytes of an upload, which are all there, stored content: the only way from an upload to a stored file.
 * The virus scanner comes first: an upload that it refuses is removed; while it does not respond, the upload stays and can
 * be completed later.
 * @throws not_found if the upload was cancelled meanwhile, otherwise as requireClean
 */
export async function completeUpload(upload: Upload, content: StoredContent): Promise<void> {
  await requireClean(incomingPath(upload.id), upload.filename).catch(async (error: unknown) => {
    if (error instanceof AppError && error.code !== "unavailable") {
      await db.delete(uploads).where(eq(uploads.id, upload.id));
      await removePartial(upload.id);
    }
    throw error;
  });
  // Before the transaction: a large file takes its time on the way to a bucket.
  await storePartial(upload.id, content);
  const isCompleted = await keep(upload, content);
  if (isCompleted) return;
  await discardContents([content]);
  throw new AppError("not_found", t("There is no such upload. It may have expired."));
}

/** Makes the upload refer to its content. Returns whether there still is such an upload. */
async function keep(upload: Upload, content: StoredContent): Promise<boolean> {
  return db.transaction(async (tx) => {
    // Prevents the removal of content without references: from here on, the upload refers to it.
    await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext(${content.sha256}))`);
    if (!(await isStored(content.sha256))) throw new AppError("conflict", t("The upload was interrupted. Try again."));
    const completed = await tx
      .update(uploads)
      .set({
        receivedBytes: upload.sizeBytes,
        sha256: content.sha256,
        sha1: content.sha1,
        expiresAt: nextExpiry(),
      })
      .where(eq(uploads.id, upload.id))
      .returning({ id: uploads.id });
    return completed.length > 0;
  });
}
