import autocannon from "autocannon";
import { processStat } from "../server/processes";
import { report } from "./instance";

/** Where the requests go, and the process whose processor time counts. */
export interface Target {
  origin: string;
  web: number;
}

export interface Expected {
  perSecond?: number;
  p99Ms?: number;
  /** The expected status of every response; 200 unless given. */
  status?: number;
}

/** Sends the requests in turns over ten connections for ten seconds, and prints the figures next to their promise. */
export async function measure(
  { origin, web }: Target,
  name: string,
  { requests, ...expected }: Expected & { requests: autocannon.Request[] },
): Promise<void> {
  const { status = 200 } = expected;
  const options = { url: origin, connections: 10, requests };
  await autocannon({ ...options, duration: 3 }); // warm-up
  const before = cpuMsOf(web);
  const result = await autocannon({ ...options, duration: 10 });
  const cpuMs = (cpuMsOf(web) - before) / result.requests.total;
  const codes = Object.entries(result.statusCodeStats ?? {}).map(([code, { count }]) => `${count} × ${code}`);
  const good = result.statusCodeStats?.[`${status}`]?.count ?? 0;
  const perSecond = good / result.duration;
  const isGood =
    perSecond >= (expected.perSecond ?? 0) &&
    result.latency.p99 <= (expected.p99Ms ?? Number.POSITIVE_INFINITY) &&
    good === result.requests.total;
  const promise = expected.perSecond
    ? ` (promised ${expected.perSecond}${expected.p99Ms ? `, p99 ${expected.p99Ms} ms` : ""})`
    : "";
  const { p50, p99, max } = result.latency;
  report(
    `${name}: ${perSecond.toFixed(0)}/s, p50 ${p50} ms, p99 ${p99} ms, max ${max} ms${promise}; ${cpuMs.toFixed(2)} ms of web's CPU each; ${codes.join(", ")}`,
    { isKept: isGood },
  );
}

/** The processor time of all threads. The kernel counts it in hundredths of a second. */
function cpuMsOf(pid: number): number {
  return (processStat(pid)?.cpuTicks ?? 0) * 10;
}
