import { execFile } from "node:child_process";
import fs from "node:fs";
import { promisify } from "node:util";
import { childEnvironment, env } from "@/server/env";
import { StartError } from "@/server/errors";
import { findPrograms, isFile } from "./programs";
import { isInside, systemPaths } from "./system";

export interface Python {
  /** The interpreter itself (`sys.executable`), not a wrapper such as pyenv's. */
  path: string;
  version: string;
  /** The folders that it needs outside of the system's folders. */
  readable: string[];
}

const INSPECT = `
import json, os, sys
print(json.dumps({"path": sys.executable, "version": "%d.%d.%d" % sys.version_info[:3], "recent": sys.version_info >= (3, 8),
                  "prefixes": [sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable))]}))
`;
const INSPECT_TIMEOUT_MS = 10_000;

/**
 * The Pythons of this machine that are 3.8 or newer, in the order of preference: only WOOEY_PYTHON if it is set, else
 * every python3 on PATH and the system's. level.ts tests which of them a confined command can run.
 */
export async function installedPythons(): Promise<Python[]> {
  const chosen = env().WOOEY_PYTHON;
  const usual = ["/usr/bin/python3", "/usr/local/bin/python3"].filter(isFile);
  const candidates = chosen ? [chosen] : [...findPrograms("python3"), ...usual];
  const pythons = await Promise.all([...new Set(candidates)].map(inspectPython));
  const seen = new Set<string>();
  return pythons.filter((python): python is Python => {
    if (!python || seen.has(fs.realpathSync(python.path))) return false;
    seen.add(fs.realpathSync(python.path));
    return true;
  });
}

/** The error that is thrown when no Python was found. */
export function noPython(): StartError {
  const chosen = env().WOOEY_PYTHON;
  return new StartError(
    chosen
      ? `WOOEY_PYTHON (${chosen}) is no Python 3.8 or newer.`
      : "No python3 (3.8 or newer) was found on PATH: install Python, or name one in WOOEY_PYTHON.",
  );
}

/** The Python that a command (a path, or a name on PATH) starts; null when it is not a Python, or older than 3.8. */
export async function inspectPython(candidate: string): Promise<Python | null> {
  try {
    const { stdout } = await promisify(execFile)(candidate, ["-I", "-c", INSPECT], {
      env: childEnvironment({}),
      timeout: INSPECT_TIMEOUT_MS,
    });
    // This is what the program above prints.
    const answer = JSON.parse(stdout) as { path: string; version: string; recent: boolean; prefixes: string[] };
    if (!answer.recent) return null;
    return { path: answer.path, version: answer.version, readable: outsideSystem(answer.prefixes) };
  } catch {
    return null; // Not a Python, or a wrapper of one that is not installed.
  }
}

/** The prefixes outside of the system's folders, without folders that contain much more, such as / or a home folder. */
function outsideSystem(prefixes: string[]): string[] {
  const outside = [...new Set(prefixes)].filter((folder) => !isInside(folder, systemPaths().folders));
  return outside.filter((folder) => folder.split("/").filter(Boolean).length > 2 || folder.startsWith("/opt/"));
}
