import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "@/server/root";

/** The version of Wooey, from package.json. */
export function productVersion(): string {
  const text = fs.readFileSync(path.join(projectRoot(), "package.json"), "utf8");
  // The file is this project's package.json.
  return (JSON.parse(text) as { version: string }).version;
}
