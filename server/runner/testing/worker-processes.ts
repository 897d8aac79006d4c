import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { childEnvironment } from "@/server/env";

const alive = new Set<ChildProcess>();

/** Kills all processes that `startWorkerProcess` started. */
export function killWorkerProcesses(): void {
  for (const child of alive) child.kill("SIGKILL");
}

interface WorkerProcess {
  child: ChildProcess;
  /** Resolves when the worker has started. On a slow machine, tests must not kill workers earlier. */
  ready: Promise<void>;
}

/** Starts a worker in its own process, to be killed. */
export function startWorkerProcess(): WorkerProcess {
  const program = path.resolve("server/runner/testing/worker-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", "--conditions=react-server", program], {
    env: childEnvironment({}),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  alive.add(child);
  child.once("exit", () => alive.delete(child));
  return { child, ready: new Promise((resolve) => child.once("message", () => resolve())) };
}
