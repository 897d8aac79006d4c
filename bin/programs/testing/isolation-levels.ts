import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { childEnvironment } from "@/server/env";
import { detectIsolation, pythonAt } from "@/server/sandbox/level";

// Prints, for bin/build/test.mjs, the level that this machine's scripts run at, why it is no higher, and all that work, as JSON.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-levels-"));
fs.chmodSync(folder, 0o755);
process.env = childEnvironment({ WOOEY_DATA_DIR: folder });
const { level, reason } = await detectIsolation();
const working: number[] = [];
for (const each of [3, 2, 1, 0] as const) if (await pythonAt(each)) working.push(each);
fs.rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify({ level, reason, working }));
