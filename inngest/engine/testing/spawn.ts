import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";

/** Starts an engine in a process of its own, on this test's database or the one given; ready when this resolves. */
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

/** kill -9, and waits until it is gone. */
export async function killEngine(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}
