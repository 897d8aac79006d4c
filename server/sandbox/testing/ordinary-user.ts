import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const USER_ID = 61_234;

/**
 * Makes this process an ordinary user's, with a data folder that this user may write to. Does nothing to the user unless
 * it is root. A file that calls this has a process of its own (vitest.config.ts).
 */
export function becomeOrdinaryUser(): void {
  if (process.getuid?.() === 0) {
    process.setgroups?.([]);
    process.setgid?.(USER_ID);
    process.setuid?.(USER_ID);
  }
  process.env.HOME = os.tmpdir();
  process.env.WOOEY_DATA_DIR = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-user-"));
}
