import fs from "node:fs";
import path from "node:path";

/** The files that a build of the image gets: all of the project except what .dockerignore lists, relative to it. */
export function readContext(root: string): string[] {
  const ignored = fs
    .readFileSync(path.join(root, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map(toPattern);
  const files: string[] = [];
  const visit = (folder: string) => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = path.join(folder, entry.name);
      if (ignored.some((pattern) => pattern.test(name))) continue;
      if (entry.isDirectory()) visit(name);
      else files.push(name);
    }
  };
  visit("");
  return files.sort();
}

/** A pattern of .dockerignore: `*` within a name, and `**` for any folders. The reference: docs.docker.com. */
function toPattern(line: string): RegExp {
  const source = line
    .replace(/\/$/, "")
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("**/", "\0")
    .replaceAll("*", "[^/]*")
    .replaceAll("\0", "(?:.*/)?");
  return new RegExp(`^${source}$`);
}
