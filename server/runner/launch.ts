import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";
import { openArguments } from "@/server/jobs/secrets";
import { isAlive, type ProcessIdentity, parseProcessStat } from "@/server/processes";
import { confinedCommand, type IsolationLevel } from "@/server/sandbox/command";
import { commandEnvironment } from "@/server/sandbox/environment";
import { filterFile, meansOf, newUserId } from "@/server/sandbox/means";
import type { Python } from "@/server/sandbox/python";
import type { ClaimedJob } from "./claim";
import { makeRunFolder, type RunFolder } from "./folder";
import { limitsOf } from "./limits";
import { programOf } from "./program";
import { shimCommand } from "./shim";

/** What a worker that takes a run over has to know of it: kept in the run's folder as `run.json`. */
export interface RunRecord {
  /** `NAME=value` in the environment of the script's processes. */
  mark: string;
  userId: number | null;
  level: IsolationLevel;
}

const FILTER_FD = 8;
/** What a run's folder is called for its script where it has a view of its own: nobody learns where the server has it. */
const SHOWN_AS = "/job";

/**
 * Makes the run's folder and starts its shim, which starts the script. The shim is nobody's child for long: it goes on
 * when this process ends, and another one finds it by what the folder says.
 */
export async function launch(
  job: ClaimedJob,
  folder: RunFolder,
  /** `python` is the machine's own, which the sandbox uses; `scriptPython` that of the script's environment. */
  isolation: { level: IsolationLevel; python: Python; scriptPython: Python },
): Promise<{ child: ChildProcess; record: RunRecord }> {
  const { level, python, scriptPython } = isolation;
  const userId = level > 0 ? newUserId() : null;
  const files = await makeRunFolder(folder, job, userId);
  const root = level === 3 ? SHOWN_AS : folder.root;
  const placeOf = (file: string) => path.join(root, path.relative(folder.root, file));
  const program = await programOf(files.script, placeOf(files.script), scriptPython);
  const limits = limitsOf(job.limits);
  const means = meansOf(level, python, FILTER_FD, userId);
  const inputs = new Map([...files.inputs].map(([id, file]) => [id, placeOf(file)]));
  const given = openArguments(job.argv.map((text) => fillInputs(text, inputs)));
  const command = confinedCommand(
    level,
    {
      command: [...program.command, ...given.argv],
      cwd: placeOf(folder.work),
      shown: { folder: folder.root, as: SHOWN_AS },
      readable: [...program.readable, folder.script, ...(inputs.size > 0 ? [folder.inputs] : [])],
      writable: [folder.work],
      temporary: folder.temporary,
      network: job.networkAllowed,
      terminal: job.hasTerminal,
      limits: {
        memoryBytes: limits.memoryBytes,
        processes: limits.processes,
        openFiles: limits.openFiles,
        fileBytes: limits.folderBytes,
        ...(limits.cpuSeconds === null ? {} : { cpuSeconds: limits.cpuSeconds }),
      },
    },
    means,
  );
  const record: RunRecord = { mark: `WOOEY_RUN=${randomBytes(16).toString("hex")}`, userId, level };
  fs.writeFileSync(path.join(folder.root, "run.json"), JSON.stringify(record));
  const { WOOEY_LIMIT_OUTPUT_START: startBytes, WOOEY_LIMIT_OUTPUT_END: endBytes } = env();
  const filter = filterFile() ?? "/dev/null";
  const [shim, ...words] = shimCommand(
    {
      ...{ folder: folder.root, startBytes, endBytes, mark: record.mark, filter, python: python.path, userId },
      hasTerminal: job.hasTerminal,
    },
    command,
  );
  const child = spawn(shim, words, {
    cwd: folder.root,
    env: environmentOf(job, scriptPython, level === 3 ? "/tmp" : folder.temporary, given.environment),
    detached: true,
    stdio: [given.input === null ? "ignore" : "pipe", "ignore", "ignore"],
  });
  // Whoever starts no script reads nothing; what is written fits in the pipe.
  child.stdin?.on("error", () => {}).end(given.input);
  child.unref();
  return { child, record };
}

/** An input file stands in an argument as `{input:N}`; a number that is none of the job's inputs is plain text. */
export function fillInputs(argument: string, inputs: Map<number, string>): string {
  return argument.replace(/\{input:(\d+)\}/g, (text, id) => inputs.get(Number(id)) ?? text);
}

/** What the folder of a run tells whoever takes it over. */
export function readRun(folder: RunFolder): RunRecord | null {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder.root, "run.json"), "utf8")) as RunRecord;
  } catch {
    return null;
  }
}

/** The shim's process as the shim has recorded it; null before it has. */
export function readShim(folder: RunFolder): ProcessIdentity | null {
  const text = readLine(path.join(folder.root, "started"));
  return text === null ? null : parseProcessStat(text);
}

/** The script's parent: what is below it is the script's. Null before it is there. */
export function readScope(folder: RunFolder): number | null {
  const text = readLine(path.join(folder.root, "scope"));
  return text === null ? null : Number(text);
}

/** The script's exit code (128 + N after signal N); null while it runs, or when its shim was killed. */
export function readExit(folder: RunFolder): number | null {
  const text = readLine(path.join(folder.root, "exit"));
  return text === null ? null : Number(text);
}

/**
 * Makes sure that a run without a shim never gets one: it takes the file that a shim has to make first. False when
 * there is one already.
 */
export function forbidStart(folder: RunFolder): boolean {
  try {
    fs.mkdirSync(folder.root, { recursive: true });
    fs.writeFileSync(path.join(folder.root, "started"), "0\n", { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

export function isShimAlive(shim: ProcessIdentity): boolean {
  return shim.pid > 0 && isAlive(shim);
}

function environmentOf(
  job: ClaimedJob,
  python: Python,
  home: string,
  secrets: Record<string, string>,
): NodeJS.ProcessEnv {
  const extra = { ...secrets, WOOEY_JOB_ID: String(job.id) };
  const environment = commandEnvironment({ python: python.path, home, extra });
  return environment as unknown as NodeJS.ProcessEnv;
}

/** A file's one line without its end; null while the line is not whole. */
function readLine(file: string): string | null {
  try {
    const text = fs.readFileSync(file, "latin1");
    return text.endsWith("\n") ? text.slice(0, -1) : null;
  } catch {
    return null;
  }
}
