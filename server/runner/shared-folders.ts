import fs from "node:fs";
import path from "node:path";

/** Where every user may create files. Those in memory would use it up after the end of their run. */
const folders = ["/dev/shm", "/tmp", "/var/tmp"];

/**
 * Removes what the user of an ended run has left in folders that all users share. At level 3 a run has folders of its
 * own in their place. Runs without a user id of their own cannot be told apart from the server.
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
    return []; // A system without it.
  }
}
