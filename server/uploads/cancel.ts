import { inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { type Upload, uploads } from "@/db/schema/uploads";
import type { Actor } from "@/server/auth/actor";
import { discardContents } from "@/server/files/content";
import { removePartial } from "@/server/storage/partial";
import { getOwnUpload } from "./queries";
import { stopWriter } from "./writers";

/** Removes an upload of the actor's with everything that it has received. @throws not_found */
export async function cancelUpload(actor: Actor, id: string): Promise<void> {
  await getOwnUpload(actor, id);
  await stopWriter(id);
  await removeUploads([id]);
}

/** Removes uploads: their rows, their partial files, and their contents unless something else refers to them. */
export async function removeUploads(ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await discardRows(await db.delete(uploads).where(inArray(uploads.id, ids)).returning());
}

/** Removes the files of uploads whose rows were deleted. */
export async function discardRows(rows: Upload[]): Promise<void> {
  for (const { id, sha256, sha1, sizeBytes } of rows) {
    await stopWriter(id);
    await removePartial(id);
    if (sha256 !== null) await discardContents([{ sha256, sha1: sha1 ?? "", sizeBytes }]);
  }
}
