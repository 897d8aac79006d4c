import { spawn } from "node:child_process";
import path from "node:path";
import { childEnvironment } from "@/server/env";
import { StartError } from "@/server/errors";
import { projectRoot } from "@/server/root";

const STDERR_MAX = 8000;

/** Runs the program `setup` of `folder` in a process that ends. @throws StartError with what it printed on stderr. */
export function runSetup(folder: string, environment: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [path.join(folder, "setup.js")], {
    cwd: projectRoot(),
    env: childEnvironment(environment),
    stdio: ["ignore", "inherit", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-STDERR_MAX);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new StartError(stderr.trim() || `Setting up the database failed (exit code ${code}).`));
    });
  });
}
