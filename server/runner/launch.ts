import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { env } from "@/server/env";
import { openArguments } from "@/server/jobs/secrets";
import { isAlive, lowerPriority, type ProcessIdentity, parseProcessStat } from "@/server/processes";
import { filterFile, findCapabilities, newUserId } from "@/server/sandbox/capabilities";
import { createGroup, joinGroup } from "@/server/sandbox/cgroup";
import { confinedCommand, type IsolationLevel } from "@/server/sandbox/command";
import { commandEnvironment } from "@/server/sandbox/environment";
import type { Python } from "@/server/sandbox/python";
import type { Realm } from "@/server/workers/realm";
import type { ClaimedJob } from "./claim";
import { makeRunFolder, type RunFolder } from "./folder";
import { checkSeconds, type Lease, writeLease } from "./lease";
import { limitsOf } from "./limits";
import { programOf } from "./program";
import { shimCommand } from "./shim";

/** The information that a worker needs to adopt a run. It is stored in the run folder as `run.json`. */
export interface RunRecord {
  /** The `NAME=value` that marks the script's processes in their environment. */
  mark: string;
  userId: number | null;
  level: IsolationLevel;
  /** The folder of its control group; null, or absent in older records, if it has none. */
  group?: string | null;
  /** Where its processes are; absent in records of older versions. */
  realm?: Realm;
}

const FILTER_FD = 8;
/** The run folder's path for scripts with their own view of the file system. It hides the path of the data folder. */
const JOB_PATH = "/job";

/**
 * Creates the run folder and starts the shim, which starts the script. The shim continues when this process ends, and
 * another worker finds it by the files in the folder.
 */
export async function launch(
  job: ClaimedJob,
  folder: RunFolder,
  /**
   * The sandbox uses `python`, which belongs to the machine. The script runs with the `scriptPython` of its
   * environment.
   */
  isolation: { level: IsolationLevel; python: Python; scriptPython: Python; realm: Realm; lease: () => Lease },
): Promise<{ child: ChildProcess; record: RunRecord }> {
  const { level, python, scriptPython, realm, lease } = isolation;
  const userId = level > 0 ? newUserId() : null;
  const files = await makeRunFolder(folder, job, userId);
  const root = level === 3 ? JOB_PATH : folder.root;
  const visiblePath = (file: string) => path.join(root, path.relative(folder.root, file));
  const program = await programOf(files.script, visiblePath(files.script), scriptPython);
  const limits = limitsOf(job.limits);
  const capabilities = findCapabilities(level, python, { filterFd: FILTER_FD, userId });
  const inputs = new Map([...files.inputs].map(([id, file]) => [id, visiblePath(file)]));
  const opened = openArguments(job.argv.map((text) => fillInputs(text, inputs)));
  const processLimits = {
    memoryBytes: limits.memoryBytes,
    processes: limits.processes,
    openFiles: limits.openFiles,
    fileBytes: limits.folderBytes,
    ...(limits.cpuSeconds === null ? {} : { cpuSeconds: limits.cpuSeconds }),
  };
  const command = confinedCommand(
    level,
    {
      command: [...program.command, ...opened.argv],
      cwd: visiblePath(folder.work),
      shown: { folder: folder.root, as: JOB_PATH },
      readable: [...program.readable, folder.script, ...(inputs.size > 0 ? [folder.inputs] : [])],
      writable: [folder.work],
      temporary: folder.temporary,
      network: job.networkAllowed,
      terminal: job.hasTerminal,
      limits: processLimits,
    },
    capabilities,
  );
  const group = createGroup(folder.group, processLimits);
  const record: RunRecord = { mark: `WOOEY_RUN=${randomBytes(16).toString("hex")}`, userId, level, group, realm };
  fs.writeFileSync(path.join(folder.root, "run.json"), JSON.stringify(record));
  writeLease(folder, lease());
  const { WOOEY_LIMIT_OUTPUT_START: startBytes, WOOEY_LIMIT_OUTPUT_END: endBytes } = env();
  const filter = filterFile() ?? "/dev/null";
  const shim = shimCommand(
    {
      folder: folder.root,
      startBytes,
      endBytes,
      mark: record.mark,
      filter,
      python: python.path,
      userId,
      hasTerminal: job.hasTerminal,
      checkSeconds: checkSeconds(),
    },
    joinGroup(group, command),
  );
  const environment = commandEnvironment({
    python: scriptPython.path,
    home: level === 3 ? "/tmp" : folder.temporary,
    extra: { ...opened.environment, WOOEY_JOB_ID: String(job.id), ...gpuEnvironment(job) },
  });
  const child = startShim(shim, {
    cwd: folder.root,
    env: environment,
    secretInput: opened.input,
    stdin: files.stdin,
  });
  return { child, record };
}

/** The GPUs of the job, by CUDA's own variables, in the order in which nvidia-smi numbers them. */
function gpuEnvironment({ reserved }: ClaimedJob): Record<string, string> {
  const gpus = reserved?.gpus ?? [];
  return gpus.length === 0 ? {} : { CUDA_DEVICE_ORDER: "PCI_BUS_ID", CUDA_VISIBLE_DEVICES: gpus.join(",") };
}

/**
 * Starts the shim, from which the script inherits its standard input: the secrets that it reads there, else the file
 * `stdin`, which needs no process that passes it on, else nothing.
 */
function startShim(
  [shim, ...words]: [string, ...string[]],
  {
    secretInput,
    stdin,
    ...options
  }: { cwd: string; env: NodeJS.ProcessEnv; secretInput: string | null; stdin: string | null },
): ChildProcess {
  const file = secretInput === null && stdin !== null ? fs.openSync(stdin, "r") : null;
  try {
    const input = secretInput === null ? (file ?? "ignore") : "pipe";
    const child = spawn(shim, words, { ...options, detached: true, stdio: [input, "ignore", "ignore"] });
    // A shim that does not start its script does not read the input. All of the input fits into the pipe.
    child.stdin?.on("error", () => {}).end(secretInput);
    child.unref();
    if (child.pid !== undefined) lowerPriority(child.pid, os.getPriority());
    return child;
  } finally {
    if (file !== null) fs.closeSync(file);
  }
}

/** Replaces `{input:N}` in an argument with the path of the input file N. Other numbers are ordinary text. */
export function fillInputs(argument: string, inputs: Map<number, string>): string {
  return argument.replace(/\{input:(\d+)\}/g, (text, id) => inputs.get(Number(id)) ?? text);
}

/** Reads the record that a worker needs to adopt the run; null when the folder does not contain it. */
export function readRun(folder: RunFolder): RunRecord | null {
  try {
    // Only `launch` writes this file.
    return JSON.parse(fs.readFileSync(path.join(folder.root, "run.json"), "utf8")) as RunRecord;
  } catch {
    return null;
  }
}

/** The shim's process, which the shim records in the folder; null before that. */
export function readShim(folder: RunFolder): ProcessIdentity | null {
  const text = readLine(path.join(folder.root, "started"));
  return text === null ? null : parseProcessStat(text);
}

/** The script's parent process, whose descendants belong to the script; null before it has been started. */
export function readScope(folder: RunFolder): number | null {
  const text = readLine(path.join(folder.root, "scope"));
  return text === null ? null : Number(text);
}

/** The script's exit code (128 + N after signal N); null while the script runs, and if its shim was killed. */
export function readExit(folder: RunFolder): number | null {
  const text = readLine(path.join(folder.root, "exit"));
  return text === null ? null : Number(text);
}

/**
 * Prevents a run from being started by creating the file that a shim must create first. Returns false when a shim has
 * already created it.
 */
export function preventStart(folder: RunFolder): boolean {
  try {
    fs.mkdirSync(folder.root, { recursive: true });
    fs.writeFileSync(path.join(folder.root, "started"), "0\n", { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

export function isShimAlive(shim: ProcessIdentity): boolean {
  return shim.pid > 0 && isAlive(shim);
}

/** The single line of a file, without its newline; null while the line is incomplete. */
function readLine(file: string): string | null {
  try {
    const text = fs.readFileSync(file, "latin1");
    return text.endsWith("\n") ? text.slice(0, -1) : null;
  } catch {
    return null;
  }
}
