import fs from "node:fs";
import path from "node:path";
import { inject } from "vitest";

// Loaded before each test file. Files that run in the same process share its modules, and these keep paths in the data
// folder. The folder is therefore the same for all files of a process, and each file finds it as an instance that has
// started: with what the sandbox prepares once and with the secret, and nothing else.
const kept = ["sandbox", "auth-secret"];

const folder = path.join(inject("dataFolders"), String(process.pid));
fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
for (const name of fs.readdirSync(folder)) {
  if (!kept.includes(name)) fs.rmSync(path.join(folder, name), { recursive: true, force: true, maxRetries: 5 });
}
process.env.WOOEY_DATA_DIR = folder;
