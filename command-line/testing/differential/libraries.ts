import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { Library } from "./differential";

/**
 * What is compared from PyPI; argparse and optparse belong to the interpreter. Each line is installed at once. docopt
 * itself has no wheel and no releases since 2014.
 */
const installations = [
  ["typer==0.29.2", "fire==0.7.1", "docopt-ng==0.9.0", "click==8.5.1"],
  ["click==8.0.4"],
  ["click==8.1.8"],
  ["click==8.2.1"],
  ["click==8.3.0"],
];

export const libraries = ["argparse", "optparse", "typer", "fire", "docopt", "click"];

/** A library that could not be compared, and why. */
export interface NotRun {
  library: string;
  reason: string;
}

const cache = path.resolve(import.meta.dirname, "../../../node_modules/.cache/differential");

/**
 * The library at each version that can be had, or only at the newest, installed into a cache; the others with the reason.
 */
export async function prepareLibrary(
  name: string,
  { python, onlyNewest = false }: { python: string; onlyNewest?: boolean },
): Promise<(Library | NotRun)[]> {
  if (name === "argparse" || name === "optparse") return [{ library: name, python }];
  const prepared: (Library | NotRun)[] = [];
  for (const requirements of onlyNewest ? installations.slice(0, 1) : installations) {
    const requirement = requirements.find((each) => new RegExp(`^${name}(-ng)?==`).test(each));
    if (requirement === undefined) continue;
    const folder = path.join(cache, requirements.join("_").replaceAll("==", "-"));
    const reason = fs.existsSync(folder) ? null : await install(requirements, { python, folder });
    if (reason === null) prepared.push({ library: name, python, folder });
    else prepared.push({ library: requirement, reason });
  }
  return prepared;
}

/** Interpreters that are installed, the default one first; pyenv's are versioned by their folder. */
export function findPythons(): { python: string; version: string }[] {
  const pyenv = path.join(process.env.PYENV_ROOT ?? path.join(process.env.HOME ?? "", ".pyenv"), "versions");
  const versions = fs.existsSync(pyenv)
    ? fs.readdirSync(pyenv).map((name) => path.join(pyenv, name, "bin/python3"))
    : [];
  const versioned = Array.from({ length: 8 }, (_, index) => `python3.${index + 8}`);
  const found = new Map<string, string>();
  for (const python of ["python3", ...versioned, ...versions]) {
    const { stdout, status } = spawnSync(python, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
    const version = stdout?.toString().trim();
    const isNewEnough = /^3\.([89]|\d\d)$/.test(version ?? "");
    if (status === 0 && version && isNewEnough && !found.has(version)) found.set(version, python);
  }
  return [...found].map(([version, python]) => ({ version, python }));
}

/**
 * Installs into a folder that appears only when it is complete; answers why that was not possible. Python compiles the
 * modules that are imported: to compile all of them takes longer than the download.
 */
async function install(
  requirements: string[],
  { python, folder }: { python: string; folder: string },
): Promise<string | null> {
  const partial = `${folder}.${process.pid}`;
  const options = [
    "--quiet",
    "--disable-pip-version-check",
    "--only-binary=:all:",
    "--no-compile",
    "--target",
    partial,
  ];
  try {
    await promisify(execFile)(python, ["-m", "pip", "install", ...options, ...requirements], { timeout: 120_000 });
    fs.renameSync(partial, folder);
    return null;
  } catch (error) {
    fs.rmSync(partial, { recursive: true, force: true });
    if (fs.existsSync(folder)) return null; // another process was faster
    // execFile's errors have what the program printed.
    const printed = (error as { stderr?: string }).stderr?.trim().split("\n").at(-1);
    return printed || `${requirements.join(", ")} could not be installed`;
  }
}
