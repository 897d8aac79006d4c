import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { confinedCommand, type IsolationLevel } from "./command";
import { commandEnvironment } from "./environment";
import { killRun, type RunMark, sendSignal } from "./kill";
import { filterFile, meansOf } from "./means";
import type { Python } from "./python";

/** A short confined run. Paths are absolute; what is not named is out of reach at levels 2 and 3. */
export interface ConfinedRequest {
  command: string[];
  cwd: string;
  /** Files and folders it may read, beside the system's programs. */
  readable: string[];
  /** Folders it may write to; they become its own where it runs under another user id. */
  writable: string[];
  network: boolean;
  /** Added to PATH, HOME, LANG and the like; nothing of the server's environment is passed on. */
  environment: Record<string, string>;
  limits: { wallMs: number; memoryBytes: number; processes: number; outputBytes: number; fileBytes?: number };
  /** Connects file descriptor 3 to `answer`. */
  answerFd?: boolean;
  /** Kills it and its whole tree. */
  signal?: AbortSignal;
  /** Hears both streams as they come, all of them. */
  onOutput?: (bytes: Buffer) => void;
}

export interface ConfinedResult {
  /** Null when a signal ended it. */
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

/** Runs a command at a level and returns its end; whatever it has started is killed first. */
export async function execute(
  level: IsolationLevel,
  python: Python,
  request: ConfinedRequest,
): Promise<ConfinedResult> {
  const means = meansOf(level, python, FILTER_FD);
  if (level > 0 && means.userId !== null) for (const folder of request.writable) giveTo(means.userId, folder);
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
  const child = start(confinedCommand(level, policy, means), request, environment);
  const userId = level > 0 ? means.userId : null;
  const ended = await follow(child, request, { root: child.pid ?? 0, variable: mark, userId }, level);
  return { ...ended, isolationLevel: level };
}

function start(command: string[], request: ConfinedRequest, environment: Record<string, string>): ChildProcess {
  const filter = filterFile();
  const filterFd = filter === null ? "ignore" : fs.openSync(filter, "r");
  try {
    return spawn(command[0] ?? "", command.slice(1), {
      cwd: request.cwd,
      env: environment as unknown as NodeJS.ProcessEnv,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", request.answerFd ? "pipe" : "ignore", filterFd],
    });
  } finally {
    if (filterFd !== "ignore") fs.closeSync(filterFd);
  }
}

async function follow(child: ChildProcess, request: ConfinedRequest, mark: RunMark, level: IsolationLevel) {
  const stdout = collect(child.stdout, request.limits.outputBytes);
  const stderr = collect(child.stderr, request.limits.outputBytes);
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
  // Levels 2 and 3 leave nothing behind by themselves; daemons of lower ones hold the pipes open.
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

/** Shells and launchers say 128 + N for a command that signal N ended. */
export function signalOf(code: number | null): string | null {
  if (code === null || code <= 128) return null;
  const found = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return found?.[0] ?? null;
}

/** Keeps the first bytes of a stream and reads on, so that the writer is never held back. */
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

/** Makes a folder and what lies in it a job user's own. Links are changed themselves, never followed. */
export function giveTo(userId: number, folder: string): void {
  fs.lchownSync(folder, userId, userId);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) giveTo(userId, inside);
    else fs.lchownSync(inside, userId, userId);
  }
}
