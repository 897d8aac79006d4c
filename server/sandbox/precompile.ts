import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { childEnvironment } from "@/server/env";

const TIMEOUT_MS = 30_000;
const started = new Set<string>();

/**
 * Makes a Python store the bytecode of one of our folders next to the source, once per process: confined runs may not
 * write there and would compile the folder each time. For the Python of a virtual environment, the Python that the
 * environment was made from does it, without packages: those of a script would run here without isolation. If the
 * folder is not writable, nothing changes.
 */
export function precompile(pythonOrLink: string, folder: string): void {
  const python = basePython(pythonOrLink);
  const key = `${python} ${folder}`;
  if (python === null || started.has(key)) return;
  started.add(key);
  const options = { env: childEnvironment({}), timeout: TIMEOUT_MS };
  execFile(python, ["-I", "-S", "-m", "compileall", "-q", folder], options, () => {}).unref();
}

/** The Python that a path leads to; null if that is a copy inside of a virtual environment. */
function basePython(python: string): string | null {
  try {
    const real = fs.realpathSync(python);
    return fs.existsSync(path.join(path.dirname(real), "../pyvenv.cfg")) ? null : real;
  } catch {
    return null;
  }
}
