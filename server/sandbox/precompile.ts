import { execFile } from "node:child_process";
import { childEnvironment } from "@/server/env";

const TIMEOUT_MS = 30_000;
const begun = new Set<string>();

/**
 * Has Python keep its bytecode of a folder of our own beside the source, once per process, so that confined runs, which
 * may write nothing there, need not compile it each time. For the machine's own Python alone: one that a script's
 * requirements made would run them here. Where the folder cannot be written nothing changes.
 */
export function precompile(python: string, folder: string): void {
  if (begun.has(folder)) return;
  begun.add(folder);
  const options = { env: childEnvironment({}), timeout: TIMEOUT_MS };
  execFile(python, ["-I", "-m", "compileall", "-q", folder], options, () => {}).unref();
}
