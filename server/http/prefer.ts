/** How many seconds a client prefers to wait for the end (RFC 7240, section 4.3), at most `secondsMax`; null for no preference. */
export function readPreferredWait({ headers }: Request, secondsMax: number): number | null {
  // A name may be given several times; then the first one counts (section 2).
  const [, seconds] = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=$|[,;])/i.exec(headers.get("prefer") ?? "") ?? [];
  return seconds === undefined ? null : Math.min(Number(seconds), secondsMax);
}
