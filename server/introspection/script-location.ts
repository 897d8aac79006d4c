/** Where a script is while it is described: a copy in a folder that is removed afterwards. */
export interface ScriptLocation {
  script: string;
  filename: string;
  scriptFolder: string;
  work: string;
}

/** Choices that a script takes from a set then always have the same order. */
const stableSets = { PYTHONHASHSEED: "0" };
const outputBytesDefault = 64 * 1024;
const processes = 64;

interface Limits {
  wallMs: number;
  memoryBytes: number;
  outputBytes?: number;
}

/** The confinement of a program while it is described: no network, and write access to its own folder only. */
export function confinement({ work }: ScriptLocation, { outputBytes = outputBytesDefault, ...limits }: Limits) {
  return {
    cwd: work,
    writable: [work],
    network: false,
    environment: { HOME: work, TMPDIR: work, LANG: "C.UTF-8", COLUMNS: "200", ...stableSets },
    limits: { ...limits, processes, outputBytes },
  };
}
