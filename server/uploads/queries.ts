import { and, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import { type Upload, uploads } from "@/db/schema/uploads";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { uploadsOwnedBy } from "./policy";
import { stopWriter } from "./writers";

const HOUR_MS = 3_600_000;

/** How far an upload has got. */
export interface UploadProgress {
  id: string;
  filename: string;
  sizeBytes: number;
  receivedBytes: number;
  isComplete: boolean;
  expiresAt: Date;
}

/** When an upload that has just been active expires. */
export function nextExpiry(): Date {
  return new Date(Date.now() + 24 * HOUR_MS);
}

/**
 * How far an upload of the actor's has got. Whoever asks wants to continue, so a request that is still sending bytes of it
 * is stopped. @throws not_found
 */
export async function getUploadToContinue(actor: Actor, id: string): Promise<UploadProgress> {
  await getOwnUpload(actor, id);
  await stopWriter(id);
  return toProgress(await getOwnUpload(actor, id));
}

/** An upload of the actor's that has not expired. @throws not_found */
export async function getOwnUpload(actor: Actor, id: string): Promise<Upload> {
  const [row] = isUploadId(id)
    ? await db
        .select()
        .from(uploads)
        .where(and(eq(uploads.id, id), uploadsOwnedBy(actor), gt(uploads.expiresAt, new Date())))
    : [];
  if (!row) throw new AppError("not_found", t("There is no such upload. It may have expired."));
  return row;
}

export function isUploadId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

export function toProgress({ id, filename, sizeBytes, receivedBytes, sha256, expiresAt }: Upload): UploadProgress {
  return { id, filename, sizeBytes, receivedBytes, isComplete: sha256 !== null, expiresAt };
}
