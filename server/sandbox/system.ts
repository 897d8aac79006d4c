import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";
import { projectRoot } from "@/server/root";

/** Configuration a program needs to run; the rest of /etc may hold secrets and stays outside. */
const settings = [
  "alternatives ca-certificates ca-certificates.conf crypto-policies debian_version fonts gai.conf group host.conf hosts",
  "ImageMagick-6 ImageMagick-7 inputrc java-11-openjdk java-17-openjdk java-21-openjdk ld.so.cache ld.so.conf ld.so.conf.d",
  "localtime locale.alias lsb-release magic matplotlibrc mime.types nsswitch.conf OpenCL os-release passwd perl php pki protocols",
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

let prepared: string | undefined;

/**
 * A folder that stands for /etc in a sandbox: copies of those settings that everybody may read, made once for their
 * present state. One mount instead of thirty halves what bubblewrap costs.
 */
export function preparedSettings(): string {
  prepared ??= prepareSettings(systemPaths().settings);
  return prepared;
}

function prepareSettings(files: string[]): string {
  const state = files.map((file) => `${file} ${fs.lstatSync(file).mtimeMs}\n`).join("");
  const digest = createHash("sha256").update(state).digest("hex").slice(0, 16);
  const target = path.join(env().WOOEY_DATA_DIR, "sandbox", `etc-${digest}`);
  if (fs.existsSync(target)) return target;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const fresh = fs.mkdtempSync(`${target}-`);
  for (const file of files) copySetting(file, path.join(fresh, path.basename(file)));
  fs.chmodSync(fresh, 0o755);
  try {
    fs.renameSync(fresh, target);
  } catch (error) {
    fs.rmSync(fresh, { recursive: true, force: true });
    if (!fs.existsSync(target)) throw error; // else another process was quicker
  }
  return target;
}

/** Links within the system stay links; what others may not read (private keys) is left out. */
function copySetting(source: string, target: string): void {
  const link = fs.lstatSync(source).isSymbolicLink() ? fs.readlinkSync(source) : null;
  const staysInside =
    link !== null && isInside(path.resolve(path.dirname(source), link), ["/usr", "/etc", "/bin", "/lib"]);
  if (link !== null && staysInside) {
    fs.symlinkSync(link, target);
    return;
  }
  const stat = fs.statSync(source, { throwIfNoEntry: false });
  if (!stat || (stat.mode & 0o004) === 0) return;
  if (stat.isFile()) fs.copyFileSync(source, target);
  if (!stat.isDirectory()) return;
  fs.mkdirSync(target, { mode: 0o755 });
  for (const name of fs.readdirSync(source)) copySetting(path.join(source, name), path.join(target, name));
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
