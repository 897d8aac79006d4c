/**
 * The number of seconds until a job should start if the jobs before it take as long as usual; null if this is unknown.
 * `running`: the remaining seconds of each running job; `ahead`: the seconds of each job that waits before it, in
 * order.
 */
export function expectedStart(slots: number, running: (number | null)[], ahead: (number | null)[]): number | null {
  if (slots === 0) return null;
  // Unknown times are sorted last: such a job can only start later than the ones with known times.
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
