import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";
import { projectRoot } from "@/server/root";

/** Configuration a program needs to run; the rest of /etc may hold secrets and stays outside. */
const settings = [
  "alternatives ca-certificates ca-certificates.conf crypto-policies fonts gai.conf group host.conf hosts ImageMagick-6",
  "ImageMagick-7 inputrc java-11-openjdk java-17-openjdk java-21-openjdk ld.so.cache ld.so.conf ld.so.conf.d",
  "localtime locale.alias magic matplotlibrc mime.types nsswitch.conf OpenCL os-release passwd perl php pki protocols",
  "python3 R resolv.conf services ssl terminfo texmf timezone",
]
  .join(" ")
  .split(" ");

const programs = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix", "/gnu/store"];

/** What a confined command may read of the system itself. */
export interface SystemPaths {
  folders: string[];
  links: [target: string, link: string][];
  settings: string[];
}

let cached: SystemPaths | undefined;

/** Where this machine's programs and their settings lie; without Wooey's own folders, should they lie among them. */
export function systemPaths(): SystemPaths {
  cached ??= systemPathsWithout([projectRoot(), env().WOOEY_DATA_DIR]);
  return cached;
}

/** The same for given folders to leave out: of a folder that holds one, what lies beside it is listed. */
export function systemPathsWithout(hidden: string[]): SystemPaths {
  const found: SystemPaths = { folders: [], links: [], settings: [] };
  for (const folder of programs) lookAt(folder, hidden, found);
  found.settings = settings.map((name) => path.join("/etc", name)).filter((file) => fs.existsSync(file));
  return found;
}

function lookAt(entry: string, hidden: string[], found: SystemPaths): void {
  const stat = fs.lstatSync(entry, { throwIfNoEntry: false });
  if (!stat || isInside(entry, hidden)) return;
  if (stat.isSymbolicLink()) found.links.push([fs.readlinkSync(entry), entry]);
  else if (!hidden.some((folder) => isInside(folder, [entry]))) found.folders.push(entry);
  else for (const name of fs.readdirSync(entry)) lookAt(path.join(entry, name), hidden, found);
}

/** Whether a path lies in one of the folders (or is one). */
export function isInside(file: string, folders: string[]): boolean {
  return folders.some((folder) => file === folder || file.startsWith(`${folder}/`));
}
