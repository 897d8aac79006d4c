import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "@/server/root";

/**
 * Gives Next the settings that the pages were built with, by the variable that the server.js of its "standalone" output
 * sets. Next would evaluate next.config.ts otherwise, which takes its compilers, and a package does not contain them.
 */
export function setBuiltSettings(): void {
  const text = fs.readFileSync(path.join(projectRoot(), ".next", "required-server-files.json"), "utf8");
  const { config } = JSON.parse(text) as { config: unknown }; // This is what `next build` writes.
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}
