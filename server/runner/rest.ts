import fs from "node:fs";

/** Between two looks: while the folder is listened to, and when it was not until now, or cannot be. */
const LISTENING_MS = 250;
const DEAF_MS = 60;

/** Listens for a change in a folder, so that a run that prints nothing need not be looked at all the time. */
export interface Rest {
  /** Listens from here on; milliseconds until it should be looked at anyway. */
  begin(): number;
}

/**
 * Rings at the first change, and then not again before the next `begin`: a flood is to ring no oftener than it is read.
 * The folder's own end is a change, too, so nothing is left listening.
 */
export function makeRest(folder: string, ring: () => void): Rest {
  let watcher: fs.FSWatcher | null = null;
  const end = () => {
    watcher?.close();
    watcher = null;
  };
  return {
    begin: () => {
      if (watcher) return LISTENING_MS;
      try {
        watcher = fs.watch(folder, { persistent: false }, () => {
          end();
          ring();
        });
        watcher.on("error", end);
      } catch {
        end(); // the machine has no watch left, or the folder is gone
      }
      return DEAF_MS;
    },
  };
}
