import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";
import { projectRoot } from "@/server/root";

/** The configuration that programs need. Everything else in /etc may contain secrets and is not visible. */
const settings = [
  "alternatives ca-certificates ca-certificates.conf crypto-policies debian_version fonts gai.conf group host.conf hosts",
  "ImageMagick-6 ImageMagick-7 inputrc java-11-openjdk java-17-openjdk java-21-openjdk ld.so.cache ld.so.conf ld.so.conf.d",
  "localtime locale.alias lsb-release magic matplotlibrc mime.types nsswitch.conf OpenCL os-release passwd perl php pki protocols",
  "python3 R resolv.conf services ssl terminfo texmf timezone",
]
  .join(" ")
  .split(" ");

const programs = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix", "/gnu/store"];

/** The parts of the system that a confined command may read. */
export interface SystemPaths {
  folders: string[];
  links: [target: string, link: string][];
  settings: string[];
}

let cached: SystemPaths | undefined;

/** The folders of this machine's programs and their settings, without Wooey's folders if they are among them. */
export function systemPaths(): SystemPaths {
  cached ??= systemPathsWithout([projectRoot(), env().WOOEY_DATA_DIR]);
  return cached;
}

/** Does the same without the given folders. A folder that contains one of them is replaced by its other entries. */
export function systemPathsWithout(hidden: string[]): SystemPaths {
  const found: SystemPaths = { folders: [], links: [], settings: [] };
  for (const folder of programs) addEntry(found, folder, hidden);
  found.settings = settings.map((name) => path.join("/etc", name)).filter((file) => fs.existsSync(file));
  return found;
}

let prepared: string | undefined;

/**
 * The folder that replaces /etc in a sandbox. It contains copies of the settings that everyone may read, made once for
 * each state of them. One mount instead of thirty halves the time that bubblewrap needs.
 */
export function preparedSettings(): string {
  if (!prepared || !fs.existsSync(prepared)) prepared = prepareSettings(systemPaths().settings);
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
    if (!fs.existsSync(target)) throw error; // If it exists, another process was faster.
  }
  return target;
}

/** Keeps links into the system as links, and leaves out files that others may not read, such as private keys. */
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

function addEntry(found: SystemPaths, entry: string, hidden: string[]): void {
  const stat = fs.lstatSync(entry, { throwIfNoEntry: false });
  if (!stat || isInside(entry, hidden)) return;
  if (stat.isSymbolicLink()) found.links.push([fs.readlinkSync(entry), entry]);
  else if (!hidden.some((folder) => isInside(folder, [entry]))) found.folders.push(entry);
  else for (const name of fs.readdirSync(entry)) addEntry(found, path.join(entry, name), hidden);
}

/** Whether a path is one of the folders or in one of them. */
export function isInside(file: string, folders: string[]): boolean {
  return folders.some((folder) => file === folder || file.startsWith(`${folder}/`));
}
