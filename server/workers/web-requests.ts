/** The upper bounds, in seconds, of the groups in which answers are counted. */
export const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** A request that was answered. If its client left before that, `status` is null. */
export interface AnsweredRequest {
  method: string;
  /** The path of the URL, without the query. */
  path: string;
  status: number | null;
  seconds: number;
}

interface Figures {
  open: number;
  /** The counts by labels. There are at most 144 combinations, whatever clients send. */
  answered: Map<string, { labels: Record<"kind" | "method" | "status", string>; requests: number }>;
  durations: Map<string, { kind: string; buckets: number[]; count: number; seconds: number }>;
}

// On globalThis, because web's own server counts and a route handler, in a bundle of Next's, reads the counts.
const holder = globalThis as { wooeyWebRequests?: Figures };

/** The requests that this process has answered since its start. */
export function webRequests(): Figures {
  holder.wooeyWebRequests ??= { open: 0, answered: new Map(), durations: new Map() };
  return holder.wooeyWebRequests;
}

/** Counts a request; `seconds` is the time until its answer started. */
export function countRequest({ method, path, status, seconds }: AnsweredRequest): void {
  const { answered, durations } = webRequests();
  const kind = kindOf(path);
  const labels = {
    kind,
    method: methods.has(method) ? method : "other",
    status: status === null ? "none" : `${Math.trunc(status / 100)}xx`,
  };
  const key = Object.values(labels).join(" ");
  const group = answered.get(key) ?? { labels, requests: 0 };
  group.requests += 1;
  answered.set(key, group);
  const duration = durations.get(kind) ?? { kind, buckets: requestBuckets.map(() => 0), count: 0, seconds: 0 };
  duration.count += 1;
  duration.seconds += seconds;
  requestBuckets.forEach((top, index) => {
    if (seconds <= top) duration.buckets[index] = (duration.buckets[index] ?? 0) + 1;
  });
  durations.set(kind, duration);
}

function kindOf(path: string): string {
  if (path.startsWith("/api/")) return "api";
  return path.startsWith("/_next/") ? "static" : "page";
}
