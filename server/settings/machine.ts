import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { env, rawEnvironment, unknownSettings } from "@/server/env";
import { t } from "@/server/language/text";

/** `ok`: fine. `note`: works, but could be better. `missing`: Wooey does not work without it. */
export interface Finding {
  state: "ok" | "note" | "missing";
  what: string;
  /** How to install it or set it up. */
  fix?: string;
}

const GB = 1024 ** 3;

/** Below this, results and uploads may not fit. */
const FREE_BYTES_MIN = 2 * GB;

/** What can be determined about this machine and its settings without starting a program. */
export function machineFindings(): Finding[] {
  return [node(), dataFolder(), disk(), memory(), ...settings()];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const what = `Node.js ${process.versions.node}`;
  if (major < 20 || (major === 20 && minor < 19))
    return { state: "missing", what, fix: t("Install Node.js 20.19 or newer: https://nodejs.org") };
  return major < 22
    ? {
        state: "note",
        what,
        fix: t("Node.js 20 no longer receives fixes. Node.js 24 is also faster: https://nodejs.org"),
      }
    : { state: "ok", what };
}

function dataFolder(): Finding {
  const folder = env().WOOEY_DATA_DIR;
  const there = nearest(folder);
  try {
    fs.accessSync(there, fs.constants.W_OK | fs.constants.X_OK);
  } catch {
    const fix = t("Give this user write access to {there}, or set WOOEY_DATA_DIR to another folder.", { there });
    return { state: "missing", what: t("Data folder: {folder} is not writable", { folder }), fix };
  }
  return {
    state: "ok",
    what:
      there === folder
        ? t("Data folder: {folder}", { folder })
        : t("Data folder: {folder} (created at the first start)", { folder }),
  };
}

/** The free space on the disk of the data folder, and whether it is enough for results and uploads. */
export function findDiskSpace(): { freeBytes: number; isEnough: boolean } {
  const { bavail, bsize } = fs.statfsSync(nearest(env().WOOEY_DATA_DIR));
  const freeBytes = bavail * bsize;
  return { freeBytes, isEnough: freeBytes >= FREE_BYTES_MIN };
}

function disk(): Finding {
  const { freeBytes, isEnough } = findDiskSpace();
  const what = t("Free disk space for data: {size, number} GB", { size: Number((freeBytes / GB).toFixed(1)) });
  return isEnough
    ? { state: "ok", what }
    : { state: "note", what, fix: t("Results and uploads need at least 2 GB of space.") };
}

function memory(): Finding {
  const size = Number((os.totalmem() / GB).toFixed(1));
  const what = t("Memory: {size, number} GB, {count, plural, one {# processor} other {# processors}}", {
    size,
    count: os.availableParallelism(),
  });
  const isEnough = os.totalmem() >= GB;
  return isEnough
    ? { state: "ok", what }
    : { state: "note", what, fix: t("Wooey itself needs 350 MB, and its build 1 GB.") };
}

function settings(): Finding[] {
  return unknownSettings(rawEnvironment()).map((name) => ({
    state: "note",
    what: t("Unknown setting: {name}", { name }),
    fix: t("Check the spelling. docs/settings.md lists all settings."),
  }));
}

/** The folder itself, or the nearest parent that exists. */
function nearest(folder: string): string {
  return fs.existsSync(folder) || path.dirname(folder) === folder ? folder : nearest(path.dirname(folder));
}
