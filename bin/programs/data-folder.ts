import fs from "node:fs";
import path from "node:path";
import { StartError } from "@/server/errors";
import { lockDataFolder } from "./instance-lock";

/** Makes the data folder and takes it for this process. @throws StartError when it is not writable, or taken. */
export async function openDataFolder(folder: string): Promise<{ release(): void }> {
  makeDataFolder(folder);
  return lockDataFolder(folder);
}

/** Makes the data folder. @throws StartError when it is not writable. */
export function makeDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    const probe = path.join(folder, `.write-test-${process.pid}`);
    fs.writeFileSync(probe, "");
    fs.rmSync(probe);
  } catch (cause) {
    // The functions of node:fs throw nothing else.
    const reason = (cause as NodeJS.ErrnoException).code ?? "no reason given";
    throw new StartError(
      `The data folder ${folder} is not writable (${reason}): change its permissions, or set WOOEY_DATA_DIR to another folder.`,
      { cause },
    );
  }
}

/** Folder by folder: the recursive mkdir of Node 20 never returns for a folder below /proc. */
function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) return;
  if (path.dirname(folder) !== folder) makeFolder(path.dirname(folder));
  fs.mkdirSync(folder);
}
