import fs from "node:fs";
import path from "node:path";

/** The folders in which every user may create files. Leftover files in /dev/shm would continue to use memory. */
const folders = ["/dev/shm", "/tmp", "/var/tmp"];

/**
 * Removes the files that the user of an ended run has left in folders that all users share. At level 3 a run has its
 * own folders instead. The files of runs without their own user id cannot be told apart from the server's.
 */
export async function removeSharedFiles({ userId, level }: { userId: number | null; level: number }): Promise<void> {
  if (userId === null || level === 3) return;
  for (const folder of folders) {
    for (const name of namesIn(folder)) {
      const file = path.join(folder, name);
      if (fs.lstatSync(file, { throwIfNoEntry: false })?.uid !== userId) continue;
      await fs.promises.rm(file, { recursive: true, force: true });
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return []; // This system does not have the folder.
  }
}
