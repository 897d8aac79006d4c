import { and, inArray, isNotNull } from "drizzle-orm";
import { db } from "@/db/client";
import { uploads } from "@/db/schema/uploads";
import type { Actor } from "@/server/auth/actor";
import type { StoredContent } from "@/server/storage/content-store";
import { removeUploads } from "./cancel";
import { uploadsOwnedBy } from "./policy";
import { isUploadId } from "./queries";

/** A complete upload, as a job uses it. */
export interface CompleteUpload {
  filename: string;
  content: StoredContent;
}

/** The actor's complete uploads among these ids. */
export async function findCompleteUploads(actor: Actor, ids: string[]): Promise<Map<string, CompleteUpload>> {
  const valid = ids.filter(isUploadId);
  if (valid.length === 0) return new Map();
  const rows = await db
    .select()
    .from(uploads)
    .where(and(inArray(uploads.id, valid), uploadsOwnedBy(actor), isNotNull(uploads.sha256)));
  return new Map(
    rows.map(({ id, filename, sizeBytes, sha256, sha1 }) => [
      id,
      { filename, content: { sha256: sha256 ?? "", sha1: sha1 ?? "", sizeBytes } },
    ]),
  );
}

/** Removes the actor's uploads that a job has taken over: the job refers to their contents. */
export async function removeUsedUploads(actor: Actor, ids: string[]): Promise<void> {
  await removeUploads([...(await findCompleteUploads(actor, ids)).keys()]);
}
