import { execFile } from "node:child_process";
import fs from "node:fs";
import { promisify } from "node:util";
import { childEnvironment, env } from "@/server/env";
import { StartError } from "@/server/errors";
import { findPrograms, isFile } from "./programs";
import { isInside, systemPaths } from "./system";

export interface Python {
  /** The interpreter itself (`sys.executable`), not a stand-in such as pyenv's. */
  path: string;
  version: string;
  /** Folders outside the system's own that it needs. */
  readable: string[];
}

const ASK = `
import json, os, sys
print(json.dumps({"path": sys.executable, "version": "%d.%d.%d" % sys.version_info[:3], "recent": sys.version_info >= (3, 8),
                  "prefixes": [sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable))]}))
`;
const ASK_TIMEOUT_MS = 10_000;

/**
 * The Pythons of this machine that are 3.8 or newer, best first: WOOEY_PYTHON alone where it is set, else every
 * python3 on PATH and the system's own. Whether a confined command may run one is for the isolation level to try.
 */
export async function installedPythons(): Promise<Python[]> {
  const chosen = env().WOOEY_PYTHON;
  const usual = ["/usr/bin/python3", "/usr/local/bin/python3"].filter(isFile);
  const candidates = chosen ? [chosen] : [...findPrograms("python3"), ...usual];
  const found = await Promise.all([...new Set(candidates)].map(askPython));
  const seen = new Set<string>();
  return found.filter((python): python is Python => {
    if (!python || seen.has(fs.realpathSync(python.path))) return false;
    seen.add(fs.realpathSync(python.path));
    return true;
  });
}

/** What to say where no Python was found. */
export function noPython(): StartError {
  const chosen = env().WOOEY_PYTHON;
  return new StartError(
    chosen
      ? `WOOEY_PYTHON (${chosen}) is no Python 3.8 or newer.`
      : "No python3 (3.8 or newer) was found on PATH: install Python, or name one in WOOEY_PYTHON.",
  );
}

/** The Python that a command is (a path, or a name on PATH); null where it is none, or older than 3.8. */
export async function askPython(candidate: string): Promise<Python | null> {
  try {
    const { stdout } = await promisify(execFile)(candidate, ["-I", "-c", ASK], {
      env: childEnvironment({}),
      timeout: ASK_TIMEOUT_MS,
    });
    const answer = JSON.parse(stdout) as { path: string; version: string; recent: boolean; prefixes: string[] };
    if (!answer.recent) return null;
    return { path: answer.path, version: answer.version, readable: outsideSystem(answer.prefixes) };
  } catch {
    return null; // not a Python, or a stand-in for one that is not installed
  }
}

/** A prefix as wide as / or a home folder would show far more than a Python: such a one is left out. */
function outsideSystem(prefixes: string[]): string[] {
  const own = [...new Set(prefixes)].filter((folder) => !isInside(folder, systemPaths().folders));
  return own.filter((folder) => folder.split("/").filter(Boolean).length > 2 || folder.startsWith("/opt/"));
}
