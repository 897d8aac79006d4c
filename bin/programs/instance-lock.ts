import fs from "node:fs";
import path from "node:path";
import { StartError } from "@/server/errors";
import { bootId, isAlive, processStat } from "@/server/processes";

/** The process that holds a data folder, as its lock file records it: a reused process id is not mistaken for it. */
interface Holder {
  pid: number;
  startTicks: string;
  bootId: string;
}

/**
 * Takes the data folder for this process until it ends; a lock whose holder is dead is taken over.
 * @throws StartError when another instance runs on the folder.
 */
export function lockDataFolder(folder: string): void {
  const file = path.join(folder, "instance.lock");
  const text = JSON.stringify(thisProcess());
  for (let round = 0; round < 3; round++) {
    try {
      fs.writeFileSync(file, text, { flag: "wx", mode: 0o600 });
      process.once("exit", () => fs.rmSync(file, { force: true }));
      return;
    } catch (error) {
      // writeFileSync throws nothing else.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(file);
    if (holder && isRunning(holder)) {
      throw new StartError(
        `Wooey is already running with the data folder ${folder} (process ${holder.pid}). Stop it first, or set WOOEY_DATA_DIR to another folder.`,
      );
    }
    fs.rmSync(file, { force: true });
  }
  throw new StartError(`The lock file ${file} is held by another start in progress.`);
}

/** Whether an instance runs on the folder now. */
export function isDataFolderInUse(folder: string): boolean {
  const holder = readHolder(path.join(folder, "instance.lock"));
  return holder !== null && isRunning(holder);
}

function thisProcess(): Holder {
  return { pid: process.pid, startTicks: processStat(process.pid)?.start ?? "", bootId: bootId() };
}

function isRunning({ pid, startTicks, bootId: boot }: Holder): boolean {
  return boot === bootId() && isAlive({ pid, start: startTicks });
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Holder; // Only this program writes the file.
  } catch {
    return null; // There is no lock, or a process died while it wrote one: the folder is free.
  }
}
