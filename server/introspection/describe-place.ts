/** Where a script is while it is described: a copy of its own in a folder that is gone afterwards. */
export interface Place {
  script: string;
  filename: string;
  scriptFolder: string;
  work: string;
}

const outputBytes = 64 * 1024;
const processes = 64;

/** What confines a program that is asked of its parameters: no network, nothing to write but its own folder. */
export function confinement(place: Place, wallMs: number, memoryBytes: number) {
  return {
    cwd: place.work,
    writable: [place.work],
    network: false,
    environment: { HOME: place.work, TMPDIR: place.work, LANG: "C.UTF-8", COLUMNS: "200" },
    limits: { wallMs, memoryBytes, processes, outputBytes },
  };
}
