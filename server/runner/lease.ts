import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";
import { uptimeSeconds } from "@/server/processes";
import { outlivesPrograms, type Realm } from "@/server/workers/realm";
import type { RunFolder } from "./folder";

/**
 * The lease of a worker that knows of no other realm: nobody could take over its jobs, so its scripts survive a long time
 * without a worker or a database.
 */
const ALONE_SECONDS = 32 * 3600;
/** The part of a lease after which a script without a renewal ends. The rest of the time is for ending it. */
const SCRIPT_PART = 0.75;
/** How often the shim of a script checks its lease, as a part of the shortest lease. */
const CHECK_PART = 1 / 12;

/**
 * The right of a worker to its jobs, which each heartbeat renews. In the order of time: its scripts end, the worker ends,
 * and workers of other realms take over. Times are seconds of uptime, which no change of a clock affects, and which
 * go on while a process is stopped or the machine sleeps.
 */
export interface Lease {
  /** The length that the next heartbeat tells the database. */
  termSeconds: number;
  /** When scripts end unless there is a renewal. */
  scriptsUntil: number;
  /** When the worker itself has lost its right. The database counts from a later moment, and therefore longer. */
  endsAt: number;
}

/** A lease that the database was told at `sentAt` to last for `termSeconds`. `nextSeconds` is the length of the next. */
export function leaseFrom(sentAt: number, termSeconds: number, nextSeconds = termSeconds): Lease {
  // Before the database knows of a longer lease, scripts have none; and before it knows of a shorter one, they do.
  const scriptSeconds = SCRIPT_PART * Math.min(termSeconds, nextSeconds);
  return { termSeconds: nextSeconds, scriptsUntil: sentAt + scriptSeconds, endsAt: sentAt + termSeconds };
}

/** The length of a lease, depending on whether workers of other realms are online. */
export function termOf(realm: Realm, { isAlone }: { isAlone: boolean }): number {
  return isAlone && outlivesPrograms(realm) ? ALONE_SECONDS : env().WOOEY_TAKEOVER_SECONDS;
}

export function hasEnded(lease: Lease): boolean {
  return uptimeSeconds() > lease.endsAt;
}

/** How often shims check their lease, in whole seconds. */
export function checkSeconds(): number {
  return Math.max(1, Math.floor(env().WOOEY_TAKEOVER_SECONDS * CHECK_PART));
}

/** How long the files of another realm are kept. After that no lease is left, so no script uses them. */
export const FOREIGN_FILES_SECONDS = ALONE_SECONDS;

/**
 * Writes until when the script may run into its folder, where its shim reads it. Small extensions are left for later;
 * nothing is written for a folder that is gone.
 */
export function writeLease(folder: Pick<RunFolder, "root">, { scriptsUntil }: Lease): void {
  const current = readLease(folder);
  const extension = scriptsUntil - (current ?? 0);
  if (current !== null && extension >= 0 && extension < checkSeconds()) return;
  replaceLease(folder, scriptsUntil);
}

/** Writes the lease if it is shorter than that in the folder. */
export function shortenLease(folder: Pick<RunFolder, "root">, { scriptsUntil }: Lease): void {
  if ((readLease(folder) ?? 0) > scriptsUntil) replaceLease(folder, scriptsUntil);
}

/** Whether the script has been ended, or was not started, because its lease was over. */
export function wasFenced(folder: Pick<RunFolder, "root">): boolean {
  return fs.existsSync(path.join(folder.root, "fenced"));
}

function readLease(folder: Pick<RunFolder, "root">): number | null {
  try {
    return Number(fs.readFileSync(path.join(folder.root, "lease"), "latin1"));
  } catch {
    return null;
  }
}

/** By renaming, because a shim may read it at any time. */
function replaceLease(folder: Pick<RunFolder, "root">, until: number): void {
  const file = path.join(folder.root, "lease");
  try {
    fs.writeFileSync(`${file}.new`, `${Math.floor(until)}\n`);
    fs.renameSync(`${file}.new`, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}
