/** Where a script is while it is described: a copy of its own in a folder that is gone afterwards. */
export interface Place {
  script: string;
  filename: string;
  scriptFolder: string;
  work: string;
}

/** So that choices which a script takes from a set come in the same order each time. */
const stableSets = { PYTHONHASHSEED: "0" };
const outputBytes = 64 * 1024;
const processes = 64;

/** What confines a program that is asked of its parameters: no network, nothing to write but its own folder. */
export function confinement(place: Place, wallMs: number, memoryBytes: number) {
  return {
    cwd: place.work,
    writable: [place.work],
    network: false,
    environment: { HOME: place.work, TMPDIR: place.work, LANG: "C.UTF-8", COLUMNS: "200", ...stableSets },
    limits: { wallMs, memoryBytes, processes, outputBytes },
  };
}
