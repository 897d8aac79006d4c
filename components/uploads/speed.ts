/** How far back the speed is measured, and how much of this must have passed before it is known. */
const WINDOW_MS = 5_000;
const KNOWN_AFTER_MS = 1_000;

/** Measures how fast bytes are sent: `add` takes how many there are so far, and returns the bytes per second of late. */
export function measureSpeed(): { add(sentBytes: number, atMs: number): number | null } {
  let samples: { sentBytes: number; atMs: number }[] = [];
  return {
    add(sentBytes, atMs) {
      // After a lost connection the upload continues where the server stopped, which may be further back.
      if (sentBytes < (samples.at(-1)?.sentBytes ?? 0)) samples = [];
      samples = [...samples.filter((sample) => sample.atMs >= atMs - WINDOW_MS), { sentBytes, atMs }];
      const [first] = samples;
      const elapsedMs = atMs - (first?.atMs ?? atMs);
      if (!first || elapsedMs < KNOWN_AFTER_MS) return null;
      return ((sentBytes - first.sentBytes) / elapsedMs) * 1000;
    },
  };
}
