import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, found upwards from this file; the same from the sources and from a bundle in dist/. */
export function projectRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!fs.existsSync(path.join(folder, "package.json")) || path.basename(folder) === "dist") {
    const parent = path.dirname(folder);
    if (parent === folder) return process.cwd();
    folder = parent;
  }
  return folder;
}
