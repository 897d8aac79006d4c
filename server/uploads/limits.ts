import fs from "node:fs";
import { and, asc, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { type Upload, uploads } from "@/db/schema/uploads";
import { type Actor, userOf } from "@/server/auth/actor";
import { visitorNetworkHash } from "@/server/auth/visitor-network";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { formatBytes } from "@/server/language/format";
import { t } from "@/server/language/text";
import { uploadsOwnedBy } from "./policy";

/** An unfinished upload that was idle for so long makes room for a new one of its owner. */
const IDLE_HOURS = 1;

/** @throws limit if a file of this size is larger than WOOEY_LIMIT_UPLOAD */
export function requireSize(sizeBytes: number): void {
  const { WOOEY_LIMIT_UPLOAD: bytesMax } = env();
  if (sizeBytes <= bytesMax) return;
  const sizes = { size: formatBytes(sizeBytes), limit: formatBytes(bytesMax) };
  throw new AppError("limit", t("The file is {size}. This site allows {limit} for one upload.", sizes));
}

/** @throws unavailable if the file does not fit on the disk */
export async function requireFreeSpace(sizeBytes: number): Promise<void> {
  const { bavail, bsize } = await fs.promises.statfs(env().WOOEY_DATA_DIR);
  if (sizeBytes < bavail * bsize) return;
  console.error(`An upload of ${sizeBytes} bytes was refused: the disk has ${bavail * bsize} bytes left.`);
  throw new AppError(
    "unavailable",
    t("The server does not have enough free disk space for this file. Ask the administrator of this site."),
  );
}

/** Whose upload it is. */
export type Owner = Pick<Upload, "ownerId" | "browserHash" | "networkHash">;

/** The columns that say so. */
export function ownerOf(actor: Actor): Owner {
  const browserHash = actor.kind === "anonymous" ? actor.browserHash : null;
  return { ownerId: userOf(actor)?.id ?? null, browserHash, networkHash: visitorNetworkHash(actor) };
}

/** The uploads that count together: those of a user, or of all visitors from one network. */
function areOfPerson({ ownerId, networkHash, browserHash }: Owner): SQL {
  if (ownerId !== null) return eq(uploads.ownerId, ownerId);
  const column = networkHash === null ? uploads.browserHash : uploads.networkHash;
  return sql`(${isNull(uploads.ownerId)} and ${column} = ${networkHash ?? browserHash})`;
}

/** Two uploads of a person are created one after the other, so that both count. */
async function lockPerson(tx: Queryable, { ownerId, networkHash, browserHash }: Owner): Promise<void> {
  const person = `uploads of ${ownerId ?? networkHash ?? browserHash}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${person}))`);
}

/**
 * Keeps the person within the limits of open uploads. Unfinished ones of this actor that were idle make room: those that
 * nobody continued are otherwise in the way for a day. Returns the ids of those that have to go. @throws limit
 */
export async function makeRoom(tx: Queryable, actor: Actor, sizeBytes: number): Promise<string[]> {
  const { WOOEY_LIMIT_OPEN_UPLOADS: countMax, WOOEY_LIMIT_OPEN_UPLOADS_SIZE: bytesMax } = env();
  const owner = ownerOf(actor);
  await lockPerson(tx, owner);
  const isIdle = sql<boolean>`${uploads.sha256} is null and ${uploadsOwnedBy(actor)}
    and ${uploads.expiresAt} < now() + make_interval(hours => ${24 - IDLE_HOURS})`;
  const open = await tx
    .select({ id: uploads.id, sizeBytes: uploads.sizeBytes, isIdle })
    .from(uploads)
    .where(and(areOfPerson(owner), gt(uploads.expiresAt, sql`now()`)))
    .orderBy(asc(uploads.expiresAt));
  let count = open.length + 1;
  let bytes = open.reduce((sum, upload) => sum + upload.sizeBytes, sizeBytes);
  const displaced: string[] = [];
  for (const upload of open.filter((each) => each.isIdle)) {
    if (count <= countMax && bytes <= bytesMax) break;
    count -= 1;
    bytes -= upload.sizeBytes;
    displaced.push(upload.id);
  }
  if (count > countMax) throw new AppError("limit", tooMany(countMax));
  if (bytes > bytesMax) throw new AppError("limit", tooLarge(bytesMax));
  return displaced;
}

function tooMany(count: number): string {
  return t(
    "{count, plural, one {You already have # open upload. Run the job that uses it, or cancel it.} other {You already have # open uploads. Run the jobs that use them, or cancel some.}}",
    { count },
  );
}

function tooLarge(bytes: number): string {
  return t("Your open uploads would be larger than {limit} together. Run the jobs that use them, or cancel some.", {
    limit: formatBytes(bytes),
  });
}
