import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";

/** Starts an engine in its own process, on this test's database or on another one. Resolves when it is ready. */
export async function spawnEngine(environment: Record<string, string> = {}): Promise<ChildProcess> {
  const program = path.join(import.meta.dirname, "child.ts");
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", program], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`The engine's process ended with ${code}`)));
  });
  return child;
}

/** Kills the engine (kill -9) and waits until its process has ended. */
export async function killEngine(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}
