/** Where a script is while it is described: a copy in a folder that is removed afterwards. */
export interface ScriptLocation {
  script: string;
  filename: string;
  scriptFolder: string;
  work: string;
}

/** So that choices which a script takes from a set come in the same order each time. */
const stableSets = { PYTHONHASHSEED: "0" };
const outputBytesDefault = 64 * 1024;
const processes = 64;

interface Limits {
  wallMs: number;
  memoryBytes: number;
  outputBytes?: number;
}

/** How a program is confined while it is described: no network, and nothing to write to but its own folder. */
export function confinement({ work }: ScriptLocation, { outputBytes = outputBytesDefault, ...limits }: Limits) {
  return {
    cwd: work,
    writable: [work],
    network: false,
    environment: { HOME: work, TMPDIR: work, LANG: "C.UTF-8", COLUMNS: "200", ...stableSets },
    limits: { ...limits, processes, outputBytes },
  };
}
