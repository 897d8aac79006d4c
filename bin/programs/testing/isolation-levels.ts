import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { childEnvironment } from "@/server/env";
import { detectIsolation, pythonAt } from "@/server/sandbox/level";

// Prints as JSON, for bin/build/test.mjs: the level at which scripts run here, why it is no higher, and all levels that work.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-levels-"));
fs.chmodSync(folder, 0o755);
process.env = childEnvironment({ WOOEY_DATA_DIR: folder });
const { level, reason } = await detectIsolation();
const working: number[] = [];
for (const each of [3, 2, 1, 0] as const) if (await pythonAt(each)) working.push(each);
fs.rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify({ level, reason, working }));
