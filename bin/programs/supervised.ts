import { type ChildProcess, spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { childEnvironment } from "@/server/env";
import { projectRoot } from "@/server/root";

/** Before the start after an end: a child that was ready is soon back, one that is not any more waits ever longer. */
const DELAY_MS = 300;
const DELAY_MS_MAX = 30_000;

/** What a child tells the supervisor over its IPC channel. */
export type ChildMessage = { ready: { port?: number } } | { running: number } | { failed: string };

export interface Supervised {
  /** Resolves with the child's first `ready`; rejects with its own sentence when it ends before that. */
  ready: Promise<{ port?: number }>;
  /** Ends it: SIGTERM, SIGKILL after `graceMs`. Answers how many scripts it said were still running. */
  stop(graceMs: number): Promise<number>;
}

export interface ChildOptions {
  /** A program of dist/, and the name it is spoken of by. */
  program: "web" | "worker";
  environment: () => Record<string, string>;
  nodeArguments?: string[];
  /** How far it and what it starts stand back when processors are short, from 0 to 19; 0 unless given. */
  niceness?: number;
  say(line: string): void;
}

/**
 * Starts a program and starts it again, with growing delays, whenever it dies after it was once ready. It runs in a
 * session of its own, so that Ctrl-C reaches the supervisor alone; it ends by itself when the channel to us closes.
 */
export function supervise(options: ChildOptions): Supervised {
  let child: ChildProcess | null = null;
  let isStopping = false;
  let delayMs = DELAY_MS;
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  let settle: { resolve(value: { port?: number }): void; reject(error: Error): void } | null = null;
  const ready = new Promise<{ port?: number }>((resolve, reject) => {
    settle = { resolve, reject };
  });

  const start = () => {
    let failure = "";
    child = spawnProgram(options);
    child.on("message", (message: ChildMessage) => {
      if ("ready" in message) {
        settle?.resolve(message.ready);
        settle = null;
        delayMs = DELAY_MS;
      }
      if ("running" in message) running = message.running;
      if ("failed" in message) failure = message.failed;
    });
    child.once("error", (error) => options.say(`${options.program}: ${error.message}`));
    child.once("exit", (code, signal) => {
      child = null;
      if (isStopping) return;
      if (settle) {
        settle.reject(
          new Error(
            failure || `The ${options.program} process ended while starting (${signal ?? `exit code ${code}`}).`,
          ),
        );
        settle = null;
        return;
      }
      options.say(`The ${options.program} process ended (${signal ?? `exit code ${code}`}) and is started again.`);
      timer = setTimeout(start, delayMs);
      delayMs = Math.min(delayMs * 2, DELAY_MS_MAX);
    });
  };
  start();

  return {
    ready,
    stop: async (graceMs) => {
      isStopping = true;
      clearTimeout(timer);
      settle = null;
      const ending = child;
      if (ending) await endProcess(ending, graceMs);
      return running;
    },
  };
}

function spawnProgram(options: ChildOptions): ChildProcess {
  const file = path.join(projectRoot(), "dist", `${options.program}.js`);
  const child = spawn(process.execPath, [...(options.nodeArguments ?? []), file], {
    cwd: projectRoot(),
    env: childEnvironment({ ...options.environment(), NODE_ENV: "production", WOOEY_SUPERVISED: "1" }),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    detached: true,
  });
  if (child.pid !== undefined && options.niceness !== undefined) os.setPriority(child.pid, options.niceness);
  return child;
}

async function endProcess(child: ChildProcess, graceMs: number): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const harder = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await gone;
  clearTimeout(harder);
}
