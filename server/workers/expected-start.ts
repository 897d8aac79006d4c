/**
 * In how many seconds a job should start, when those before it take as long as usual; null where that is not known.
 * `running`: seconds that each running job still needs; `ahead`: seconds of each that waits before it, in their order.
 */
export function expectedStart(slots: number, running: (number | null)[], ahead: (number | null)[]): number | null {
  if (slots === 0) return null;
  // What is not known ends last: it can only be later than the jobs it is known of.
  const free = running.map((seconds) => Math.max(0, seconds ?? Number.POSITIVE_INFINITY)).sort((a, b) => a - b);
  const surplus = Math.max(0, free.length - slots);
  const ends = free.slice(surplus);
  while (ends.length < slots) ends.unshift(0);
  for (const seconds of ahead) {
    const start = ends.shift() ?? 0;
    insert(ends, start + (seconds ?? Number.POSITIVE_INFINITY));
  }
  const first = ends[0] ?? 0;
  return Number.isFinite(first) ? first : null;
}

function insert(sorted: number[], value: number): void {
  const at = sorted.findIndex((each) => each > value);
  sorted.splice(at === -1 ? sorted.length : at, 0, value);
}
