import { Readable } from "node:stream";
import { z } from "zod";
import { db } from "@/db/client";
import { uploads } from "@/db/schema/uploads";
import type { Actor } from "@/server/auth/actor";
import { toFilename } from "@/server/files/filename";
import { createPartial } from "@/server/storage/partial";
import { appendToUpload } from "./append";
import { removeUploads } from "./cancel";
import { makeRoom, ownerOf, requireFreeSpace, requireSize } from "./limits";
import { requireUploader } from "./policy";
import { nextExpiry, toProgress, type UploadProgress } from "./queries";

export const newUploadInput = z.object({
  filename: z.string().max(1000).default(""),
  sizeBytes: z.number().int().min(0),
});

/**
 * Opens an upload, which then receives its bytes by `appendToUpload` and expires 24 hours after its last activity.
 * @throws unauthenticated, forbidden, invalid, limit (WOOEY_LIMIT_UPLOAD, WOOEY_LIMIT_OPEN_UPLOADS,
 * WOOEY_LIMIT_OPEN_UPLOADS_SIZE), unavailable if the disk is full
 */
export async function createUpload(actor: Actor, input: z.input<typeof newUploadInput>): Promise<UploadProgress> {
  requireUploader(actor);
  const { filename, sizeBytes } = newUploadInput.parse(input);
  requireSize(sizeBytes);
  await requireFreeSpace(sizeBytes);
  const { made, displaced } = await db.transaction(async (tx) => {
    const displaced = await makeRoom(tx, actor, sizeBytes);
    const [made] = await tx
      .insert(uploads)
      .values({ ...ownerOf(actor), filename: toFilename(filename), sizeBytes, expiresAt: nextExpiry() })
      .returning();
    if (!made) throw new Error("The upload was not inserted.");
    await createPartial(made.id);
    return { made, displaced };
  });
  await removeUploads(displaced);
  // An empty file is complete.
  if (sizeBytes === 0) return appendToUpload(actor, made.id, { offset: 0, source: Readable.from([]) });
  return toProgress(made);
}
