import fs from "node:fs";

/** The time until the next poll: while changes are watched, and if they were not watched before or cannot be. */
const WATCHED_POLL_MS = 250;
const UNWATCHED_POLL_MS = 60;

/** Watches a folder, so that the worker need not poll an idle run all the time. */
export interface IdleWatcher {
  /** Watches from now on. Returns the milliseconds after which the folder should be polled anyway. */
  watch(): number;
}

/**
 * Calls `onChange` at the first change and not again before the next `watch`: even a script that prints a lot causes
 * only one call for each time that its output is read. The removal of the folder also counts as a change and ends the
 * watch.
 */
export function createIdleWatcher(folder: string, onChange: () => void): IdleWatcher {
  let watcher: fs.FSWatcher | null = null;
  const close = () => {
    watcher?.close();
    watcher = null;
  };
  return {
    watch: () => {
      if (watcher) return WATCHED_POLL_MS;
      try {
        watcher = fs.watch(folder, { persistent: false }, () => {
          close();
          onChange();
        });
        watcher.on("error", close);
      } catch {
        close(); // No watch is available on this machine, or the folder is gone.
      }
      return UNWATCHED_POLL_MS;
    },
  };
}
