import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { type Upload, uploads } from "@/db/schema/uploads";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { storePartial } from "@/server/storage/partial";
import type { StoredContent } from "@/server/storage/store";
import { nextExpiry } from "./queries";

/**
 * Makes the bytes of an upload, which are all there, stored content: the only way from an upload to a stored file.
 * @throws not_found if the upload was cancelled meanwhile
 */
export async function completeUpload(upload: Upload, content: StoredContent): Promise<void> {
  await db.transaction(async (tx) => {
    // Prevents the removal of content without references: from here on, the upload refers to it.
    await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext(${content.sha256}))`);
    const [completed] = await tx
      .update(uploads)
      .set({
        receivedBytes: upload.sizeBytes,
        sha256: content.sha256,
        sha1: content.sha1,
        expiresAt: nextExpiry(),
      })
      .where(eq(uploads.id, upload.id))
      .returning({ id: uploads.id });
    if (!completed) throw new AppError("not_found", t("There is no such upload. It may have expired."));
    await storePartial(upload.id, content);
  });
}
