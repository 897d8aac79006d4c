import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { filterFile, findCapabilities } from "./capabilities";
import { createShortGroup, joinGroup, removeGroup } from "./cgroup";
import { type Confinement, confinedCommand, type IsolationLevel } from "./command";
import { commandEnvironment } from "./environment";
import { killRun, type RunMark, sendSignal } from "./kill";
import type { Python } from "./python";

/** A short confined command. Paths are absolute. At levels 2 and 3 it can reach only what is listed here. */
export interface ConfinedRequest {
  command: string[];
  cwd: string;
  /** The files and folders that it may read, in addition to the system's programs. */
  readable: string[];
  /** The folders that it may write to. If it runs under another user id, they are given to that user. */
  writable: string[];
  network: boolean;
  /** Added to PATH, HOME, LANG and similar variables. The server's environment is not passed on. */
  environment: Record<string, string>;
  limits: { wallMs: number; memoryBytes: number; processes: number; outputBytes: number; fileBytes?: number };
  /** Connects file descriptor 3 to `answer`. */
  answerFd?: boolean;
  /** Aborting it kills the command and everything that the command has started. */
  signal?: AbortSignal;
  /** Receives all output of both streams as it arrives. */
  onOutput?: (bytes: Buffer) => void;
  /** For tests: a different confinement at level 2 than the one that works best on this machine. */
  confinement?: Confinement | undefined;
}

export interface ConfinedResult {
  /** Null when a signal ended the command. */
  exitCode: number | null;
  signal: string | null;
  timedOut: boolean;
  /** The first `outputBytes` of each stream. */
  stdout: string;
  stderr: string;
  /** What was written to file descriptor 3, at most 4 MB. */
  answer: Buffer;
  isolationLevel: IsolationLevel;
}

const ANSWER_BYTES = 4 * 1024 * 1024;
const ANSWER_FD = 3;
const FILTER_FD = 4;
const FILE_BYTES = 256 * 1024 * 1024;
const DRAIN_MS = 1_000;

/** Runs a command at a level, kills everything that it has started, and then returns how it ended. */
export async function execute(
  level: IsolationLevel,
  python: Python,
  request: ConfinedRequest,
): Promise<ConfinedResult> {
  const capabilities = findCapabilities(level, python, {
    filterFd: FILTER_FD,
    confinement: request.confinement,
  });
  const userId = level > 0 ? capabilities.userId : null;
  if (userId !== null) for (const folder of request.writable) giveTo(userId, folder);
  const mark = `WOOEY_RUN=${randomBytes(16).toString("hex")}`;
  const policy = {
    command: request.command,
    cwd: request.cwd,
    readable: [...python.readable, ...request.readable],
    writable: request.writable,
    network: request.network,
    limits: {
      memoryBytes: request.limits.memoryBytes,
      processes: request.limits.processes,
      fileBytes: request.limits.fileBytes ?? FILE_BYTES,
      cpuSeconds: Math.ceil(request.limits.wallMs / 1000),
    },
  };
  const home = level === 3 ? "/tmp" : request.cwd;
  const environment = commandEnvironment({ python: python.path, home, mark, extra: request.environment });
  const group = createShortGroup(policy.limits);
  try {
    const child = start(joinGroup(group, confinedCommand(level, policy, capabilities)), request, environment);
    const run = { child, mark: { root: child.pid ?? 0, variable: mark, userId, group }, level };
    return { ...(await waitForEnd(run, request)), isolationLevel: level };
  } finally {
    await removeGroup(group);
  }
}

function start(command: string[], request: ConfinedRequest, environment: NodeJS.ProcessEnv): ChildProcess {
  const filter = filterFile();
  const filterFd = filter === null ? "ignore" : fs.openSync(filter, "r");
  try {
    return spawn(command[0] ?? "", command.slice(1), {
      cwd: request.cwd,
      env: environment,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", request.answerFd ? "pipe" : "ignore", filterFd],
    });
  } finally {
    if (filterFd !== "ignore") fs.closeSync(filterFd);
  }
}

interface ConfinedRun {
  child: ChildProcess;
  mark: RunMark;
  level: IsolationLevel;
}

async function waitForEnd({ child, mark, level }: ConfinedRun, request: ConfinedRequest) {
  const stdout = collect(child.stdout, request.limits.outputBytes);
  const stderr = collect(child.stderr, request.limits.outputBytes);
  // The parent's end of a pipe is a socket, which can be read.
  const answer = collect((child.stdio[ANSWER_FD] as Readable | null) ?? null, ANSWER_BYTES);
  if (request.onOutput) for (const stream of [child.stdout, child.stderr]) stream?.on("data", request.onOutput);
  let timedOut = false;
  const kill = () => void killRun(mark).then(() => sendSignal(mark.root, "SIGKILL"));
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, request.limits.wallMs);
  if (request.signal?.aborted) kill();
  request.signal?.addEventListener("abort", kill);
  const end = await new Promise<{ code: number | null; signal: string | null; message?: string }>((resolve) => {
    child.once("error", (error) => resolve({ code: 127, signal: null, message: error.message }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  clearTimeout(timer);
  request.signal?.removeEventListener("abort", kill);
  // Levels 2 and 3 leave nothing behind. At lower levels, daemons may hold the pipes open.
  if (level < 2 && child.pid !== undefined) await killRun(mark);
  const drained = Promise.all([stdout.closed, stderr.closed, answer.closed]);
  const late = setTimeout(() => {
    for (const stream of child.stdio) stream?.destroy();
  }, DRAIN_MS);
  await drained;
  clearTimeout(late);
  const bySignal = end.signal ?? signalOf(end.code);
  return {
    exitCode: bySignal ? null : end.code,
    signal: bySignal,
    timedOut,
    stdout: stdout.bytes().toString(),
    stderr: end.message ?? stderr.bytes().toString(),
    answer: answer.bytes(),
  };
}

/** The name of the signal that an exit code stands for: for signal N, shells and launchers exit with 128 + N. */
export function signalOf(code: number | null): string | null {
  if (code === null || code <= 128) return null;
  const found = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return found?.[0] ?? null;
}

/** Keeps the first bytes of a stream, and reads and discards all others, so that the writer is never blocked. */
function collect(stream: Readable | null, bytesMax: number): { closed: Promise<void>; bytes: () => Buffer } {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on("data", (chunk: Buffer) => {
    if (size < bytesMax) chunks.push(chunk.subarray(0, bytesMax - size));
    size += chunk.length;
  });
  stream?.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => (stream ? stream.once("close", () => resolve()) : resolve()));
  return { closed, bytes: () => Buffer.concat(chunks) };
}

/** Makes the user of a job the owner of a folder and its contents. For a link, the owner of the link itself changes. */
export function giveTo(userId: number, folder: string): void {
  fs.lchownSync(folder, userId, userId);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) giveTo(userId, inside);
    else fs.lchownSync(inside, userId, userId);
  }
}
