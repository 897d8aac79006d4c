import fs from "node:fs";
import path from "node:path";
import { StartError } from "@/server/errors";

/** Who holds a data folder, as written into its lock file: enough to tell a living process from a reused pid. */
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
  const text = JSON.stringify(describeProcess(process.pid));
  for (let round = 0; round < 3; round++) {
    try {
      fs.writeFileSync(file, text, { flag: "wx", mode: 0o600 });
      process.once("exit", () => fs.rmSync(file, { force: true }));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(file);
    if (holder && isAlive(holder)) {
      throw new StartError(
        `Wooey already runs on ${folder} (process ${holder.pid}): stop it first, or set WOOEY_DATA_DIR to another folder.`,
      );
    }
    fs.rmSync(file, { force: true });
  }
  throw new StartError(`The lock file ${file} cannot be taken: another start is under way.`);
}

/** Whether an instance runs on the folder now. */
export function isDataFolderInUse(folder: string): boolean {
  const holder = readHolder(path.join(folder, "instance.lock"));
  return holder !== null && isAlive(holder);
}

function describeProcess(pid: number): Holder {
  return { pid, startTicks: startTicks(pid), bootId: bootId() };
}

function isAlive(holder: Holder): boolean {
  const now = startTicks(holder.pid);
  return now !== "" && now === holder.startTicks && bootId() === holder.bootId;
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Holder;
  } catch {
    return null; // none, or half written by a process that died: free
  }
}

/** Field 22 of /proc/PID/stat; "" when there is no such process, or only its zombie. */
function startTicks(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "" : (fields[19] ?? "");
  } catch {
    return "";
  }
}

function bootId(): string {
  try {
    return fs.readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return "";
  }
}
