import type { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { uploads } from "@/db/schema/uploads";
import type { Actor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { discardContents } from "@/server/files/content";
import { toFilename } from "@/server/files/filename";
import { t } from "@/server/language/text";
import type { StoredContent } from "@/server/storage/content-store";
import { explainDiskError } from "@/server/storage/disk-error";
import { isStored } from "@/server/storage/store";
import { storeUpload } from "@/server/storage/virus-scan";
import { removeUploads } from "./cancel";
import { makeRoom, ownerOf, requireFreeSpace, requireSize } from "./limits";
import { requireUploader } from "./policy";
import { nextExpiry, toProgress, type UploadProgress } from "./queries";

/** A file that arrives in one request. */
export interface SentFile {
  filename: string;
  /** Null if the sender does not say it. */
  sizeBytes: number | null;
  source: Readable;
}

/**
 * Receives a whole file at once: the upload is complete when this returns, and nothing remains of one that breaks off. It
 * expires 24 hours later unless a job uses it.
 * @throws as createUpload, and invalid if the source breaks off or the virus scanner refuses the file
 */
export async function receiveUpload(actor: Actor, file: SentFile): Promise<UploadProgress> {
  // The reader receives the error. Until there is a reader, an error without a listener would end the process.
  file.source.on("error", () => undefined);
  requireUploader(actor);
  requireSize(file.sizeBytes ?? 0);
  await requireFreeSpace(file.sizeBytes ?? 0);
  // Asked before the bytes arrive; whether there is room counts when they have.
  await db.transaction((tx) => makeRoom(tx, actor, file.sizeBytes ?? 0));
  const filename = toFilename(file.filename);
  const content = await store(file, filename);
  try {
    return await keepUpload(actor, filename, content);
  } finally {
    // Only if nothing refers to it.
    await discardContents([content]);
  }
}

/**
 * Makes stored content an upload, which expires 24 hours later unless a job uses it. The caller discards content to which
 * nothing refers. @throws as receiveUpload
 */
export async function keepUpload(actor: Actor, filename: string, content: StoredContent): Promise<UploadProgress> {
  requireUploader(actor);
  const { sha256, sha1, sizeBytes } = content;
  const { made, displaced } = await db.transaction(async (tx) => {
    const displaced = await makeRoom(tx, actor, sizeBytes);
    // Guards against the removal of content without references: from here on, the upload refers to it.
    await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext(${sha256}))`);
    if (!(await isStored(sha256))) throw new AppError("conflict", t("The upload was interrupted. Try again."));
    const columns = {
      filename: toFilename(filename),
      sizeBytes,
      receivedBytes: sizeBytes,
      sha256,
      sha1,
      expiresAt: nextExpiry(),
    };
    const [made] = await tx
      .insert(uploads)
      .values({ ...ownerOf(actor), ...columns })
      .returning();
    if (!made) throw new Error("The upload was not inserted.");
    return { made, displaced };
  });
  await removeUploads(displaced);
  return toProgress(made);
}

async function store({ source }: SentFile, filename: string): Promise<StoredContent> {
  try {
    return await storeUpload(source, env().WOOEY_LIMIT_UPLOAD, filename);
  } catch (error) {
    if (error instanceof AppError || error !== source.errored) throw explainDiskError(error);
    throw new AppError("invalid", t("The body is incomplete."));
  }
}
