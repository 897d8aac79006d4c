import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { childEnvironment } from "@/server/env";
import { StartError } from "@/server/errors";
import { lowerPriority } from "@/server/processes";
import { projectRoot } from "@/server/root";

/** Before a restart: a child that had become ready is back soon, and one that keeps dying waits ever longer. */
const DELAY_MS = 300;
const DELAY_MS_MAX = 30_000;

/** What a child reports to the supervisor over its IPC channel. */
export type ChildMessage = { ready: { port?: number } } | { running: number } | { drained: true } | { failed: string };

export interface Supervised {
  /** Resolves with the child's first `ready`; rejects with the child's own reason when it ends before that. */
  ready: Promise<{ port?: number }>;
  /** Makes a worker claim no more jobs (SIGUSR1). Resolves when it has none left. */
  drain(): Promise<void>;
  /** Ends it: SIGTERM, SIGKILL after `graceMs`. Returns how many scripts it reported as running. */
  stop(graceMs: number): Promise<number>;
  /** Ends it in the same way, and starts it from its present file at once. */
  restart(graceMs: number): Promise<void>;
}

export interface ChildOptions {
  program: "web" | "worker";
  /** The folder of the bundled programs. */
  folder: string;
  environment: Record<string, string>;
  nodeArguments?: string[];
  /** How far it and its children give way when processors are short, from 0 (the default) to 19. */
  niceness?: number;
  log(line: string): void;
}

/**
 * Starts a program, and starts it again with growing delays whenever it dies after it was once ready. It runs in a
 * session of its own, so that Ctrl-C reaches the supervisor alone; it ends by itself when the channel to us closes.
 */
export function supervise(options: ChildOptions): Supervised {
  const { program, log } = options;
  let child: ChildProcess | null = null;
  let expectedEnd: "stop" | "restart" | null = null;
  let delayMs = DELAY_MS;
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  let onDrained: (() => void) | null = null;
  let firstStart: { resolve(value: { port?: number }): void; reject(error: Error): void } | null = null;
  const ready = new Promise<{ port?: number }>((resolve, reject) => {
    firstStart = { resolve, reject };
  });

  const start = () => {
    let failure = "";
    child = spawnProgram(options);
    child.on("message", (message: ChildMessage) => {
      if ("ready" in message) {
        firstStart?.resolve(message.ready);
        firstStart = null;
        delayMs = DELAY_MS;
        if (onDrained) child?.kill("SIGUSR1"); // It was started after the request to drain.
      }
      if ("running" in message) running = message.running;
      if ("drained" in message) onDrained?.();
      if ("failed" in message) failure = message.failed;
    });
    child.once("error", (error) => log(`${program}: ${error.message}`));
    child.once("exit", (code, signal) => {
      child = null;
      if (expectedEnd) return;
      const reason = signal ?? `exit code ${code}`;
      if (firstStart) {
        firstStart.reject(new StartError(failure || `The ${program} process ended while starting (${reason}).`));
        firstStart = null;
        return;
      }
      log(`The ${program} process ended (${reason}) and is being restarted.`);
      timer = setTimeout(start, delayMs);
      delayMs = Math.min(delayMs * 2, DELAY_MS_MAX);
    });
  };
  start();

  const end = async (graceMs: number) => {
    clearTimeout(timer);
    if (child) await endProcess(child, graceMs);
  };
  return {
    ready,
    drain: () =>
      new Promise((resolve) => {
        onDrained = resolve;
        child?.kill("SIGUSR1");
      }),
    stop: async (graceMs) => {
      expectedEnd = "stop";
      firstStart = null;
      await end(graceMs);
      return running;
    },
    restart: async (graceMs) => {
      if (expectedEnd) return;
      expectedEnd = "restart";
      await end(graceMs);
      // `stop` may have been called meanwhile.
      if (expectedEnd !== "restart") return;
      expectedEnd = null;
      delayMs = DELAY_MS;
      start();
    },
  };
}

function spawnProgram({ program, folder, environment, nodeArguments = [], niceness }: ChildOptions): ChildProcess {
  const child = spawn(process.execPath, [...nodeArguments, path.join(folder, `${program}.js`)], {
    cwd: projectRoot(),
    env: childEnvironment({ ...environment, WOOEY_SUPERVISED: "1" }),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    detached: true,
  });
  if (child.pid !== undefined && niceness !== undefined) lowerPriority(child.pid, niceness);
  return child;
}

async function endProcess(child: ChildProcess, graceMs: number): Promise<void> {
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await exited;
  clearTimeout(timer);
}
