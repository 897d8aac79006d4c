export interface Bar {
  /** A value, or the lower end of a range of them. */
  label: string;
  count: number;
}

const BARS = 20;

/** Sorted numbers, counted in ranges of equal width. A bar is labelled by the lower end of its range. */
export function toHistogram(sorted: Float64Array, show: (value: number) => string): Bar[] {
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return [];
  if (min === max) return [{ label: show(min), count: sorted.length }];
  const width = (max - min) / BARS;
  const bars = Array.from({ length: BARS }, (_, index) => ({ label: show(min + index * width), count: 0 }));
  for (const value of sorted) {
    const bar = bars[Math.min(BARS - 1, Math.floor((value - min) / width))];
    if (bar) bar.count++;
  }
  return bars;
}
