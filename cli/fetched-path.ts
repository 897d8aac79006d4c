import fs from "node:fs";
import path from "node:path";
import { ClientError } from "./exit-codes";

/**
 * Where a fetched file is stored below `folder`. The names come from a server and from scripts, so that none may lead
 * out of the folder, neither by its parts nor through a link. Creates the folders on the way.
 * @throws ClientError for a name that would
 */
export function prepareTarget(folder: string, name: string): string {
  const parts = partsOf(name);
  const root = fs.realpathSync(folder);
  let parent = root;
  for (const part of parts.slice(0, -1)) {
    const next = path.join(parent, part);
    if (!fs.lstatSync(next, { throwIfNoEntry: false })) fs.mkdirSync(next);
    parent = fs.realpathSync(next);
    if (parent !== root && !parent.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) throw unsafe(name);
  }
  const target = path.join(parent, parts.at(-1) ?? "");
  if (fs.lstatSync(target, { throwIfNoEntry: false })?.isDirectory())
    throw new ClientError("input", `${name} is not stored: a folder of this name is in its place.`);
  return target;
}

/** Whether a name or one of its folders is hidden, such as `.bashrc` and `.git/hooks/pre-commit`. */
export function isHidden(name: string): boolean {
  return name.split("/").some((part) => part.startsWith("."));
}

function partsOf(name: string): string[] {
  const parts = name.split("/");
  const isBad = (part: string) =>
    part === "" || part === "." || part === ".." || part.includes("\0") || isBadOnWindows(part);
  if (name === "" || parts.some(isBad)) throw unsafe(name);
  return parts;
}

/** Backslashes, drives and streams (`a:b`), names of devices, and what Windows drops at the end of a name. */
function isBadOnWindows(part: string): boolean {
  if (process.platform !== "win32") return false;
  return /[\\:*?"<>|]|[. ]$/.test(part) || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part);
}

function unsafe(name: string): ClientError {
  return new ClientError("server", `${JSON.stringify(name)} is not stored: it would be outside of the folder.`);
}
