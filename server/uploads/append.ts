import type { Readable } from "node:stream";
import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { uploads } from "@/db/schema/uploads";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { explainDiskError } from "@/server/storage/disk-error";
import { appendPart } from "@/server/storage/partial";
import { completeUpload } from "./complete";
import { getOwnUpload, nextExpiry, toProgress, type UploadProgress } from "./queries";
import { asOnlyWriter } from "./writers";

interface Part {
  /** Where in the file the bytes belong: as many as have been received. */
  offset: number;
  source: Readable;
}

/**
 * Receives further bytes of an upload. If the source breaks off, what has arrived is kept. With the last byte, the upload
 * is complete and its content stored.
 * @throws not_found, conflict if the offset is not the number of received bytes, or another request has taken over;
 * invalid, unavailable if the disk is full
 */
export async function appendToUpload(actor: Actor, id: string, part: Part): Promise<UploadProgress> {
  // Whoever reads the source gets its error. Until somebody does, an error without a listener would end the process.
  part.source.on("error", () => undefined);
  await getOwnUpload(actor, id);
  const stop = () => part.source.destroy(new AppError("conflict", t("Another request continues this upload.")));
  await asOnlyWriter(id, { stop, write: () => write(actor, id, part) });
  return toProgress(await getOwnUpload(actor, id));
}

async function write(actor: Actor, id: string, { offset, source }: Part): Promise<void> {
  const upload = await getOwnUpload(actor, id);
  const { receivedBytes, sizeBytes } = upload;
  if (offset !== receivedBytes)
    throw new AppError("conflict", t("The upload continues at byte {offset}.", { offset: receivedBytes }));
  if (upload.sha256 !== null) return;
  try {
    const content = await appendPart(id, {
      sizeBytes,
      startBytes: offset,
      source,
      onCheckpoint: (bytes) => saveReceived(id, bytes),
    });
    if (content) await completeUpload(upload, content);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") await forgetUpload(id);
    if (error instanceof AppError || error !== source.errored) throw explainDiskError(error);
    throw new AppError("invalid", t("The body is incomplete."));
  }
}

/** Removes an upload whose file is gone, so that its owner can start again. */
async function forgetUpload(id: string): Promise<void> {
  await db.delete(uploads).where(eq(uploads.id, id));
}

async function saveReceived(id: string, receivedBytes: number): Promise<void> {
  await db
    .update(uploads)
    .set({ receivedBytes, expiresAt: nextExpiry() })
    .where(and(eq(uploads.id, id), isNull(uploads.sha256)));
}
