/**
 * npx tsx --conditions=react-server bench/api-scripts.ts [scripts]
 * Measures how API v2 of the built app describes, lists and finds scripts, with this many of them (10,000) in the database.
 * Prints each figure next to its promise, and exits with 1 if a promise is broken. Uses a temporary data folder.
 */
import { exitCode, password, percentiles, report, seedScripts, startInstance, webOf } from "./instance";
import { measure } from "./measure";

const scripts = Number(process.argv[2] ?? 10_000);
const DESCRIBED = 1000;
const LISTED = 100;
const source = `import argparse
p = argparse.ArgumentParser(description="Counts words.")
p.add_argument("path", type=argparse.FileType("r"), help="The text.")
p.add_argument("--kind", choices=["words", "lines", "bytes"], default="words")
for name in ("minimum", "maximum", "repeat", "width"):
    p.add_argument("--" + name, type=int, default=1, help="How many.")
p.parse_args()
`;
const app = await startInstance({
  WOOEY_ENABLE_API_KEYS: "true",
  WOOEY_LIMIT_API_CALLS_PER_MINUTE: "10000000",
});
const target = { origin: app.origin, web: webOf(app) };

try {
  app.addScript("count", source);
  app.wooey("user", "create", "bench", "--password", password);
  const key = app.wooey("api-key", "create", "--user", "bench", "--name", "bench");
  const headers = { authorization: `Bearer ${key}` };
  await seedScripts(app.database, scripts, "count");
  const requestFor = (slug: string) => ({ method: "GET" as const, path: `/api/v2/scripts/${slug}`, headers });
  await measure(target, "one script", { requests: [requestFor("count")], perSecond: 500 });
  const many = Array.from({ length: DESCRIBED }, (_, n) => requestFor(`number-${1 + ((n * 7) % scripts)}`));
  await measure(target, `${DESCRIBED} scripts in turn`, { requests: many, perSecond: 500 });
  await measureLists("", { headers, p95Ms: 30 });
  await measureLists("group=group-3", { headers, p95Ms: 30 });
  await measureLists("q=number", { headers, p95Ms: 30 });
  await measureSearch(headers);
} finally {
  await app.stop();
}
process.exit(exitCode());

interface Listing {
  headers: Record<string, string>;
  p95Ms: number;
}

/** Pages of a list, one after the other. */
async function measureLists(query: string, { headers, p95Ms }: Listing): Promise<void> {
  let after = "";
  const times: number[] = [];
  for (let page = 0; page < LISTED; page += 1) {
    const { ms, next } = await list(`${query}${after}`, headers);
    if (page > 0) times.push(ms); // the first one loads code
    after = next === null ? "" : `&after=${next}`;
  }
  const { p50, p95 } = percentiles(times);
  const text = `list ${query || "of all scripts"}: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (promised ${p95Ms})`;
  report(text, { isKept: p95 <= p95Ms });
}

/** Searches for words of few scripts and of none. */
async function measureSearch(headers: Record<string, string>): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < LISTED; n += 1) {
    const query = n % 4 === 3 ? "q=no+such+script" : `q=number+${1 + ((n * 97) % scripts)}&limit=10`;
    times.push((await list(query, headers)).ms);
  }
  const { p50, p95 } = percentiles(times);
  report(`search: p50 ${p50.toFixed(1)} ms (promised 10), p95 ${p95.toFixed(0)} ms`, { isKept: p50 <= 10 });
}

async function list(query: string, headers: Record<string, string>): Promise<{ ms: number; next: string | null }> {
  const started = performance.now();
  const answer = await fetch(`${app.origin}/api/v2/scripts?${query}`, { headers });
  const { next } = (await answer.json()) as { next: string | null }; // the format of API v2
  return { ms: performance.now() - started, next };
}
