import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const USER_ID = 61_234;

/**
 * If this process runs as root, makes it run as an ordinary user. In any case it gets a data folder that its user may
 * write to. A test file that calls this runs in a separate process (vitest.config.ts).
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
