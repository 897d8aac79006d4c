import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "@/server/errors";
import { isAlive, processStat } from "@/server/processes";
import { isSeenFrom, type Realm, realmOf, wasRestarted } from "@/server/workers/realm";

/** How often the holder of a data folder renews its lock. */
const RENEW_MS = 1_000;
/** A lock that was not renewed for this long is free, if its holder cannot be checked in any other way. */
const ABANDONED_MS = 6_000;
const WATCH_MS = 100;
const LOST_EXIT_CODE = 1;

/** The process that holds a data folder, as its lock file records it. */
interface Holder {
  /** Random, so that no two locks are the same. Locks of older versions have none. */
  id?: string;
  host?: string;
  realm?: Realm;
  pid: number;
  startTicks: string;
  bootId: string;
}

/** A lock file at one moment. */
interface Seen {
  text: string;
  renewedMs: number;
  holder: Holder | null;
}

/**
 * Takes the data folder for this process until it ends or releases it. A lock whose holder is dead is taken over: at once, if the holder
 * was a process that could be seen from here; after six seconds without a renewal, if it was in another container or on
 * another host. A holder whose lock was taken over because it did not run for so long ends.
 * @throws StartError when another instance runs on the folder.
 */
export async function lockDataFolder(folder: string): Promise<{ release(): void }> {
  const file = lockFileOf(folder);
  const id = randomUUID();
  const text = JSON.stringify(thisHolder(id, folder));
  for (;;) {
    if (createLock(file, text)) break;
    const seen = readLock(file);
    if (seen === null) continue;
    if (await isHeld(file, seen)) throw heldBy(folder, seen.holder);
    removeLock(file, seen.text);
  }
  const timer = setInterval(() => renewLock(file, text), RENEW_MS).unref();
  const release = () => {
    clearInterval(timer);
    process.off("exit", release);
    if (readLock(file)?.text === text) fs.rmSync(file, { force: true });
  };
  process.once("exit", release);
  return { release };
}

/** Whether an instance runs on the folder now, as far as this can be said at once. */
export function isDataFolderInUse(folder: string): boolean {
  const seen = readLock(lockFileOf(folder));
  if (!seen?.holder) return false;
  return canCheck(seen.holder) ? isRunning(seen.holder) : Date.now() - seen.renewedMs < ABANDONED_MS;
}

const lockFileOf = (folder: string) => path.join(folder, "instance.lock");

function thisHolder(id: string, folder: string): Holder {
  const realm = realmOf(folder);
  const startTicks = processStat(process.pid)?.start ?? "";
  return { id, host: os.hostname(), realm, pid: process.pid, startTicks, bootId: realm.bootId };
}

/** Creates the file with its content in one step, as network file systems allow it (open(2), O_EXCL). */
function createLock(file: string, text: string): boolean {
  const fresh = `${file}.${randomUUID()}`;
  fs.writeFileSync(fresh, text, { mode: 0o600 });
  try {
    fs.linkSync(fresh, file);
    return true;
  } catch (error) {
    // linkSync throws nothing else.
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(fresh, { force: true });
  }
}

/** Removes the lock unless it is no longer the one that was judged. */
function removeLock(file: string, text: string): void {
  const old = `${file}.${randomUUID()}`;
  try {
    fs.renameSync(file, old);
  } catch {
    return; // Another process was faster.
  }
  if (fs.readFileSync(old, "utf8") !== text && !fs.existsSync(file)) fs.linkSync(old, file);
  fs.rmSync(old, { force: true });
}

function renewLock(file: string, text: string): void {
  if (readLock(file)?.text === text) {
    fs.utimesSync(file, new Date(), new Date());
    return;
  }
  console.error("Another instance has taken the data folder, because this one did not run for some seconds. It ends.");
  process.exit(LOST_EXIT_CODE);
}

/** Whether the holder of the lock runs. */
async function isHeld(file: string, first: Seen): Promise<boolean> {
  const { holder } = first;
  if (holder && canCheck(holder)) return isRunning(holder);
  for (let waitedMs = 0; waitedMs < ABANDONED_MS; waitedMs += WATCH_MS) {
    await sleep(WATCH_MS);
    const seen = readLock(file);
    if (seen === null) return false;
    if (seen.text !== first.text || seen.renewedMs !== first.renewedMs) return true;
  }
  return false;
}

/** Whether it can be said at once if the holder runs: its process can be seen, or its machine was started again. */
function canCheck({ realm, bootId }: Holder): boolean {
  const here = realmOf("");
  if (!realm) return bootId === here.bootId;
  return isSeenFrom(realm, here) || wasRestarted(realm, here);
}

function isRunning({ realm, pid, startTicks }: Holder): boolean {
  if (realm && wasRestarted(realm, realmOf(""))) return false;
  return isAlive({ pid, start: startTicks });
}

function heldBy(folder: string, holder: Holder | null): StartError {
  const where =
    holder && canCheck(holder) ? "" : ` on ${holder?.host ?? "another host"}, in another container or machine`;
  return new StartError(
    `Wooey is already running with the data folder ${folder} (process ${holder?.pid ?? "unknown"}${where}). Stop it first, or set WOOEY_DATA_DIR to another folder.`,
  );
}

/**
 * The lock as it is now; null if there is none. Opening the file makes network file systems ask for its state.
 * @throws StartError if this user may not read it
 */
function readLock(file: string): Seen | null {
  let opened: number;
  try {
    opened = fs.openSync(file, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new StartError(`The lock of the data folder cannot be read: ${String(error)}`);
  }
  try {
    const text = fs.readFileSync(opened, "utf8");
    return { text, renewedMs: fs.fstatSync(opened).mtimeMs, holder: parseHolder(text) };
  } finally {
    fs.closeSync(opened);
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder; // Only this program writes the file.
  } catch {
    return null; // A process of an older version has died while it wrote the file.
  }
}
