import { execFile } from "node:child_process";
import { childEnvironment } from "@/server/env";

const TIMEOUT_MS = 30_000;
const started = new Set<string>();

/**
 * Makes Python store the bytecode of one of our folders next to the source, once per process: confined runs may not
 * write there and would compile the folder each time. Use it only with a Python of the machine: a Python with a
 * script's packages would run their code here, without isolation. If the folder is not writable, nothing changes.
 */
export function precompile(python: string, folder: string): void {
  if (started.has(folder)) return;
  started.add(folder);
  const options = { env: childEnvironment({}), timeout: TIMEOUT_MS };
  execFile(python, ["-I", "-m", "compileall", "-q", folder], options, () => {}).unref();
}
