/**
 * npx tsx --conditions=react-server bench/api.ts [jobs] [upload in MB] [scripts]
 * Measures the HTTP API of the built app with its own PostgreSQL and worker over ten connections of autocannon, with
 * this many jobs (1,000,000) and scripts (10,000) in the database and an upload of this size (1024). Prints each figure
 * next to its promise, and web's memory; exits with 1 if a promise is broken. Uses a temporary data folder.
 */
import http from "node:http";
import type autocannon from "autocannon";
import { exitCode, password, report, seedJobs, seedScripts, startInstance, watchMemory, webOf } from "./instance";
import { measure } from "./measure";

const jobs = Number(process.argv[2] ?? 1_000_000);
const uploadMb = Number(process.argv[3] ?? 1024);
const scripts = Number(process.argv[4] ?? 10_000);
const JOBS_READ = 1000;
const LONG_MB = 64;
const emptyScript = `import argparse
p = argparse.ArgumentParser()
p.add_argument("--file", type=argparse.FileType("rb"))
p.parse_args()
`;
const app = await startInstance({
  WOOEY_ENABLE_API_KEYS: "true",
  WOOEY_LIMIT_WAITING_JOBS: "1000000",
  WOOEY_LIMIT_SUBMITS_PER_SECOND: "100000",
});
const { origin, database } = app;
const web = webOf(app);
const target = { origin, web };

try {
  app.addScript("nothing", emptyScript);
  const key = await addPerson("bench");
  const staff = await addPerson("chief", "--staff");
  await seedScripts(database, scripts, "nothing");
  await seedJobs(database, jobs, "bench");
  const ids = await someJobs();
  const requestsTo = (name: string) =>
    ids.map((id) => ({ method: "GET" as const, path: `/api/jobs/v1/${id}/${name}/`, headers: key }));
  const refused: autocannon.Request = { method: "GET", path: "/api/jobs/v1/1/status/" };
  await measure(target, "403 without a key", { requests: [refused], status: 403 });
  await measure(target, "status", { requests: requestsTo("status"), perSecond: 400, p99Ms: 80 });
  await measure(target, "details", { requests: requestsTo("details"), perSecond: 250, p99Ms: 80 });
  await measureUpload(key);
  await measureList(staff);
  await measureLongDetails(ids[0] ?? 0, key);
  await measure(target, "submit", { requests: [submission(key)], perSecond: 60 });
} finally {
  await app.stop();
}
process.exit(exitCode());

type Headers = Record<string, string>;

/** The header with a new user's key. */
async function addPerson(name: string, ...flags: string[]): Promise<Headers> {
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

function submission(headers: Headers): autocannon.Request {
  return {
    method: "POST",
    path: "/api/scripts/v1/nothing/submit/",
    headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
    body: "job_name=bench&command=",
  };
}

/** The full list, five times in sequence. */
async function measureList(headers: Headers): Promise<void> {
  const times: number[] = [];
  const { grownMb, result } = await watchMemory(web, async () => {
    let listed = 0;
    for (let n = 0; n < 5; n++) {
      const started = performance.now();
      const answer = await fetch(`${origin}/api/scripts/v1/list/`, { headers });
      const { scripts } = (await answer.json()) as { scripts: unknown[] }; // the format of API v1
      listed = scripts.length;
      times.push(performance.now() - started);
    }
    return listed;
  });
  const median = times.sort((a, b) => a - b)[2] ?? 0;
  const isGood = result > scripts && median <= 2000 && grownMb <= 128;
  report(
    `list of ${result} scripts: median ${median.toFixed(0)} ms (promised 2000), memory + ${grownMb} MB (promised 128)`,
    { isKept: isGood },
  );
}

/** Details of a job with as much output as is kept, four at a time. */
async function measureLongDetails(id: number, headers: Headers): Promise<void> {
  await database`delete from job_output where job_id = ${id}`;
  await database`
    insert into job_output (job_id, attempt, position, stream, at, content)
    select ${id}, 1, n * 65536, 1 + n % 2, now(), convert_to(repeat('sixteen bytes "\n', 4096), 'utf8')
    from generate_series(0, ${LONG_MB * 16 - 1}) n`;
  await database`update jobs set output_bytes = ${LONG_MB * 1024 * 1024} where id = ${id}`;
  const read = async () => {
    const answer = await fetch(`${origin}/api/jobs/v1/${id}/details/`, { headers });
    let bytes = 0;
    for await (const chunk of answer.body ?? []) bytes += chunk.length;
    return bytes;
  };
  const started = performance.now();
  const { grownMb, result } = await watchMemory(web, () => Promise.all([read(), read(), read(), read()]));
  const seconds = (performance.now() - started) / 1000;
  const isGood = result.every((bytes) => bytes >= LONG_MB * 1024 * 1024) && grownMb <= 128;
  report(`four details with ${LONG_MB} MB of output: ${seconds.toFixed(1)} s, memory + ${grownMb} MB (promised 128)`, {
    isKept: isGood,
  });
}

async function measureUpload(headers: Headers): Promise<void> {
  const started = performance.now();
  const { result, grownMb } = await watchMemory(web, () => upload(headers));
  const speed = uploadMb / ((performance.now() - started) / 1000);
  const isGood = result.status === 200 && result.body.includes("job_id") && speed >= 120 && grownMb <= 64;
  report(
    `upload of ${uploadMb} MB: ${speed.toFixed(0)} MB/s (promised 120), memory + ${grownMb} MB (promised 64); ${result.status} ${result.body}`,
    { isKept: isGood },
  );
}

function upload(headers: Headers): Promise<{ status: number | undefined; body: string }> {
  const edge = "bench-bench-bench";
  const part = (name: string, more: string) =>
    `--${edge}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  const head = `${part("job_name", "")}bench\r\n${part("command", "")}--file big\r\n${part("big", '; filename="big.bin"')}`;
  const tail = `\r\n--${edge}--\r\n`;
  const chunk = Buffer.alloc(1024 * 1024, "some bytes ");
  const request = http.request(`${origin}/api/scripts/v1/nothing/submit/`, {
    method: "POST",
    headers: {
      ...headers,
      "content-type": `multipart/form-data; boundary=${edge}`,
      "content-length": head.length + uploadMb * chunk.length + tail.length,
    },
  });
  return new Promise((resolve, reject) => {
    request.once("error", reject);
    request.once("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.once("end", () => resolve({ status: response.statusCode, body: body.slice(0, 200) }));
    });
    request.write(head);
    let sent = 0;
    const send = () => {
      while (sent < uploadMb) {
        sent += 1;
        if (!request.write(chunk)) return void request.once("drain", send);
      }
      request.end(tail);
    };
    send();
  });
}
