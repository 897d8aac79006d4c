/**
 * npx tsx --conditions=react-server bench/api-v2.ts [jobs] [waiting]
 * Measures API v2 of the built app with its own PostgreSQL and worker, with this many jobs (1,000,000) in the database and
 * this many requests that wait for a job (1,000). Prints each figure next to its promise, and exits with 1 if a promise is
 * broken. Uses a temporary data folder.
 */
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type autocannon from "autocannon";
import { exitCode, password, report, seedJobs, startInstance, watchMemory, webOf } from "./instance";
import { measure } from "./measure";

const jobs = Number(process.argv[2] ?? 1_000_000);
const waiting = Number(process.argv[3] ?? 1000);
const JOBS_READ = 1000;
const LISTED = 100;
const ENDED = 50;
const emptyScript = `import argparse
p = argparse.ArgumentParser()
p.add_argument("--count", type=int, default=1)
p.add_argument("--file", type=argparse.FileType("rb"))
p.parse_args()
`;
const app = await startInstance({
  WOOEY_ENABLE_API_KEYS: "true",
  WOOEY_LIMIT_WAITING_JOBS: "1000000",
  WOOEY_LIMIT_SUBMITS_PER_SECOND: "100000",
  WOOEY_LIMIT_API_CALLS_PER_MINUTE: "10000000",
  WOOEY_LIMIT_STREAMS_PER_ADDRESS: String(waiting * 2),
});
const { origin, database } = app;
const target = { origin, web: webOf(app) };

try {
  app.addScript("nothing", emptyScript);
  app.addScript("held", emptyScript);
  // No worker takes its jobs: they wait for as long as the bench wants.
  await database`update scripts set limits = '{"concurrent": 0}' where slug = 'held'`;
  const key = addPerson("bench");
  const staff = addPerson("chief", "--staff");
  await seedJobs(database, jobs, "bench");
  const job = (id: number): autocannon.Request => ({ method: "GET", path: `/api/v2/jobs/${id}`, headers: key });
  await measure(target, "job", { requests: (await someJobs()).map(job), perSecond: 1000 });
  for (const query of [
    "",
    "status=failed",
    "script=nothing",
    "q=job%209",
    `since=${since()}`,
    "owner=somebody&status=failed",
  ])
    await measureList(query, query.startsWith("owner") ? staff : key);
  await measureWaits(key, staff);
  await measure(target, "submit", { requests: [submission(key)], perSecond: 200, status: 201 });
} finally {
  await app.stop();
}
process.exit(exitCode());

type Headers = Record<string, string>;

/** The header with a new user's key. */
function addPerson(name: string, ...flags: string[]): Headers {
  app.wooey("user", "create", name, "--password", password, ...flags);
  return { authorization: `Bearer ${app.wooey("api-key", "create", "--user", name, "--name", "bench")}` };
}

/** Ids of jobs of the user `bench`, in random order. */
async function someJobs(): Promise<number[]> {
  const rows = await database<{ id: number }[]>`
    select id from jobs where owner_id = (select id from users where username = 'bench')
    order by md5(id::text) limit ${JOBS_READ}`;
  return rows.map((row) => row.id);
}

/** A time before a tenth of the jobs. */
function since(): string {
  return new Date(Date.now() - jobs * 100).toISOString();
}

function submission(headers: Headers): autocannon.Request {
  return {
    method: "POST",
    path: "/api/v2/scripts/nothing/jobs",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ input: { count: 2 }, name: "bench" }),
  };
}

/** Pages of a list, one after the other. */
async function measureList(query: string, headers: Headers): Promise<void> {
  const times: number[] = [];
  let after = "";
  for (let n = 0; n < LISTED; n++) {
    const started = performance.now();
    const answer = await fetch(`${origin}/api/v2/jobs?${query}${after}`, { headers });
    const { next } = (await answer.json()) as { next: string | null }; // the format of API v2
    if (n > 0) times.push(performance.now() - started); // the first one loads code
    after = next === null ? "" : `&after=${next}`;
  }
  const p95 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
  report(`list ${query || "of own jobs"}: p95 ${p95.toFixed(0)} ms (promised 30)`, { isKept: p95 <= 30 });
}

/** Many requests that wait, each for a job of its own, and how long after the end of some jobs they are answered. */
async function measureWaits(headers: Headers, staffHeaders: Headers): Promise<void> {
  const rows = await database<{ id: number }[]>`
    insert into jobs (owner_id, version_id, name, "values", argv)
    select (select id from users where username = 'bench'),
      (select v.id from script_versions v join scripts s on s.id = v.script_id where s.slug = 'held'), 'held ' || n, '{}', '[]'
    from generate_series(1, ${waiting}) n returning id`;
  const ids = rows.map(({ id }) => id);
  const agent = new http.Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const open = (id: number) => waitFor(id, { agent, headers });
  await end(ids[0] ?? 0, open(ids[0] ?? 0)); // loads the code
  const { grownMb, result } = await watchMemory(target.web, async () => {
    const waits = new Map(ids.slice(1).map((id) => [id, open(id)]));
    await untilAllWait(waits.size, staffHeaders);
    const times: number[] = [];
    for (const id of ids.slice(1, 1 + ENDED)) times.push(await end(id, waits.get(id) ?? open(id)));
    for (const { close } of waits.values()) close();
    return times.sort((a, b) => a - b);
  });
  const [p50 = 0, last = 0] = [result[Math.floor(result.length / 2)], result.at(-1)];
  report(
    `${waiting} waiting at a time: memory + ${grownMb} MB (promised 100), answered ${p50.toFixed(0)} ms after the end, at most ${last.toFixed(0)} ms (promised 50)`,
    { isKept: grownMb <= 100 && last <= 50 },
  );
}

interface Wait {
  answered: Promise<void>;
  close(): void;
}

function waitFor(id: number, { agent, headers }: { agent: http.Agent; headers: Headers }): Wait {
  let close: Wait["close"] = () => undefined;
  const answered = new Promise<void>((resolve, reject) => {
    const request = http.get(`${origin}/api/v2/jobs/${id}/wait?timeout=60`, { agent, headers }, (response) => {
      response
        .resume()
        .once("end", () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`wait answers ${response.statusCode}.`)),
        );
    });
    close = () => request.destroy();
    request.on("error", reject);
  });
  answered.catch(() => undefined); // Those that are closed at the end fail.
  return { answered, close };
}

/** Ends a job as a worker does, and returns after how many milliseconds the request that waits for it is answered. */
async function end(id: number, { answered }: Wait): Promise<number> {
  await database.begin(async (tx) => {
    await tx`update jobs set status = 'completed', exit_code = 0, ended_at = now() where id = ${id}`;
    await tx`select pg_notify('wooey_live', ${`${id}:status`})`;
  });
  const endedAt = performance.now();
  await answered;
  return performance.now() - endedAt;
}

/** Until the web process answers so many requests, and for two seconds more, in which they have looked at their jobs. */
async function untilAllWait(count: number, headers: Headers): Promise<void> {
  const countOpen = async () => {
    const text = await (await fetch(`${origin}/metrics`, { headers })).text();
    return Number(/^wooey_http_requests_open (\d+)/m.exec(text)?.[1] ?? 0);
  };
  while ((await countOpen()) < count) await sleep(100);
  await sleep(2000);
}
