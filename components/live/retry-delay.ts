const delayMaxMs = 30_000;
const retryAfterMaxMs = 5 * 60_000;

interface Delay {
  /** The delay after the first failure. */
  firstMs: number;
  /** The minimum that the server asks for. */
  retryAfterMs: number;
  random?: () => number;
}

/**
 * How long to wait before the next attempt after so many failures in a row. The delay doubles up to 30 seconds. A random
 * part keeps the browsers that lose a connection together from coming back together.
 */
export function retryDelayMs(failures: number, { firstMs, retryAfterMs, random = Math.random }: Delay): number {
  const full = Math.min(delayMaxMs, firstMs * 2 ** Math.min(failures - 1, 10));
  return Math.max(full * (0.5 + random() / 2), retryAfterMs * (1 + random() / 4));
}

/** The delay in a `Retry-After` header, which is a number of seconds or a date; 0 for none. At most five minutes. */
export function parseRetryAfter(header: string | null, now: number): number {
  if (!header) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Math.min(retryAfterMaxMs, Math.max(0, ms || 0));
}
