/**
 * npx tsx --conditions=react-server bench/api.ts [jobs] [upload in MB]
 * The HTTP API of the built app with its own PostgreSQL and worker, ten connections of autocannon, this many jobs in
 * the database (1,000,000) and an upload of this size (1024). Prints each figure beside what is promised, and web's
 * memory; ends with 1 when a promise is broken. Uses a throw-away data folder.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import autocannon from "autocannon";
import { connect, type Sql } from "@/db/connection";
import { urlOfRunningPostgres } from "@/db/embedded";
import { childEnvironment } from "@/server/env";

const jobs = Number(process.argv[2] ?? 1_000_000);
const uploadMb = Number(process.argv[3] ?? 1024);
const ASKED = 1000;
const port = 20_000 + Math.floor(Math.random() * 20_000);
const origin = `http://127.0.0.1:${port}`;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-bench-"));
fs.chmodSync(folder, 0o755);
const environment = childEnvironment({
  WOOEY_DATA_DIR: path.join(folder, "data"),
  PORT: String(port),
  WOOEY_ENABLE_API_KEYS: "true",
  WOOEY_ADMIN_PASSWORD: "bench bench bench",
  WOOEY_LIMIT_WAITING_JOBS: "1000000",
  WOOEY_LIMIT_SUBMITS_PER_SECOND: "100000",
});
let isKept = true;
let web = 0;

const app = await start();
let sql: Sql | undefined;
try {
  const key = prepare();
  sql = connect(urlOfRunningPostgres(path.join(folder, "data", "postgres"), "wooey") ?? "");
  const ids = await seed(sql);
  web = pidOf("wooey-web", app.pid ?? 0);
  console.log(`${jobs} jobs, ${os.cpus().length} cores; web uses ${residentMb(web)} MB`);
  const headers = { authorization: `Bearer ${key}` };
  const ask = (name: string) =>
    ids.map((id) => ({ method: "GET" as const, path: `/api/jobs/v1/${id}/${name}/`, headers }));
  await measure("403 without a key", [{ method: "GET", path: "/api/jobs/v1/1/status/" }], {}, 403);
  await measure("status", ask("status"), { perSecond: 400, p99Ms: 80 });
  await measure("details", ask("details"), { perSecond: 250, p99Ms: 80 });
  await measure("submit", [submission(headers)], { perSecond: 60 });
  await measureUpload(headers);
} finally {
  await sql?.end();
  app.kill("SIGTERM");
  await new Promise((resolve) => app.once("exit", resolve));
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(isKept ? 0 : 1);

function start(): Promise<ChildProcess> {
  const child = spawn("node", ["bin/launch.cjs", "start"], { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The app ended with ${code}.`)));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes("is ready at")) resolve(child);
    });
  });
}

/** A person with a key, and a script that does nothing. Gives back the key. */
function prepare(): string {
  const file = path.join(folder, "nothing.py");
  fs.writeFileSync(
    file,
    'import argparse\np = argparse.ArgumentParser()\np.add_argument("--file", type=argparse.FileType("rb"))\np.parse_args()\n',
  );
  const wooey = (...args: string[]) =>
    execFileSync("node", ["bin/launch.cjs", "wooey", ...args], { env: environment, encoding: "utf8" });
  wooey("user", "create", "bench", "--password", "bench bench bench");
  wooey("script", "add", file, "--name", "nothing");
  return wooey("api-key", "create", "--user", "bench", "--name", "bench").trim();
}

/** Jobs that have ended, each with a line of output and a file; every tenth is the asking person's. */
async function seed(database: Sql): Promise<number[]> {
  const [known] = await database<{ version: number; bench: number; admin: number }[]>`
    select (select v.id from script_versions v join scripts s on s.id = v.script_id where s.slug = 'nothing') as version,
      (select id from users where username = 'bench') as bench, (select id from users where username = 'admin') as admin`;
  const { version = 0, bench = 0, admin = 0 } = known ?? {};
  const sha256 = "0".repeat(64);
  await database`insert into files (sha256, size_bytes) values (${sha256}, 0)`;
  await database`
    insert into jobs (owner_id, version_id, name, "values", argv, status, attempt, created_at, started_at, ended_at, exit_code, acknowledged_at)
    select case when n % 10 = 0 then ${bench}::int else ${admin}::int end, ${version}, 'job ' || n, '{}', '[]', 'completed', 1,
      now() - interval '1 day', now() - interval '1 day', now() - interval '1 day', 0, now()
    from generate_series(1, ${jobs}) n`;
  await database`
    insert into job_output (job_id, attempt, position, stream, at, content)
    select id, attempt, 0, 1, now(), 'one line of output' from jobs`;
  await database`
    insert into job_files (job_id, direction, path, sha256, size_bytes) select id, 'output', 'out.txt', ${sha256}, 0 from jobs`;
  await database`analyze`;
  const rows = await database<{ id: number }[]>`
    select id from (select id from jobs where owner_id = ${bench}) as own order by md5(id::text) limit ${ASKED}`;
  return rows.map((row) => row.id);
}

function submission(headers: Record<string, string>): autocannon.Request {
  const type = { "content-type": "application/x-www-form-urlencoded" };
  return {
    ...{ method: "POST", path: "/api/scripts/v1/nothing/submit/", headers: { ...headers, ...type } },
    body: "job_name=bench&command=",
  };
}

interface Promised {
  perSecond?: number;
  p99Ms?: number;
}

async function measure(name: string, requests: autocannon.Request[], promised: Promised, status = 200): Promise<void> {
  const options = { url: origin, connections: 10, requests };
  await autocannon({ ...options, duration: 3 }); // warm
  const before = cpuMsOf(web);
  const result = await autocannon({ ...options, duration: 10 });
  const cpuMs = (cpuMsOf(web) - before) / result.requests.total;
  const codes = Object.entries(result.statusCodeStats ?? {}).map(([code, { count }]) => `${count} × ${code}`);
  const good = result.statusCodeStats?.[`${status}`]?.count ?? 0;
  const perSecond = good / result.duration;
  const isGood =
    perSecond >= (promised.perSecond ?? 0) &&
    result.latency.p99 <= (promised.p99Ms ?? Number.POSITIVE_INFINITY) &&
    good === result.requests.total;
  const wanted = promised.perSecond
    ? ` (promised ${promised.perSecond}${promised.p99Ms ? `, p99 ${promised.p99Ms} ms` : ""})`
    : "";
  const { p50, p99, max } = result.latency;
  report(
    isGood,
    `${name}: ${perSecond.toFixed(0)}/s, p50 ${p50} ms, p99 ${p99} ms, max ${max} ms${wanted}; ${cpuMs.toFixed(2)} ms of web's CPU each; ${codes.join(", ")}`,
  );
}

async function measureUpload(headers: Record<string, string>): Promise<void> {
  const before = residentMb(web);
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, residentMb(web));
  }, 20);
  const started = performance.now();
  const { status, body } = await upload(headers);
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const speed = uploadMb / seconds;
  const isGood = status === 200 && body.includes("job_id") && speed >= 120 && highest - before <= 64;
  report(
    isGood,
    `upload of ${uploadMb} MB: ${speed.toFixed(0)} MB/s (promised 120), memory ${before} MB + ${highest - before} MB (promised 64); ${status} ${body}`,
  );
}

function upload(headers: Record<string, string>): Promise<{ status: number | undefined; body: string }> {
  const edge = "bench-bench-bench";
  const part = (name: string, rest: string) =>
    `--${edge}\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n\r\n`;
  const head = `${part("job_name", "")}bench\r\n${part("command", "")}--file big\r\n${part("big", '; filename="big.bin"')}`;
  const tail = `\r\n--${edge}--\r\n`;
  const piece = Buffer.alloc(1024 * 1024, "some bytes ");
  const request = http.request(`${origin}/api/scripts/v1/nothing/submit/`, {
    method: "POST",
    headers: {
      ...headers,
      "content-type": `multipart/form-data; boundary=${edge}`,
      "content-length": head.length + uploadMb * piece.length + tail.length,
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
        if (!request.write(piece)) return void request.once("drain", send);
      }
      request.end(tail);
    };
    send();
  });
}

/** The process of this title among the descendants of `root`. */
function pidOf(title: string, root: number): number {
  const stats = fs.readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const [, comm = "", parent = ""] = /\((.*)\) \S (\d+)/.exec(fs.readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
      return [{ pid: Number(name), comm, parent: Number(parent) }];
    } catch {
      return [];
    }
  });
  const isBelow = (pid: number): boolean => {
    const parent = stats.find((each) => each.pid === pid)?.parent ?? 0;
    return parent === root || (parent > 1 && isBelow(parent));
  };
  const found = stats.find(({ pid, comm }) => comm === title && isBelow(pid));
  if (!found) throw new Error(`There is no ${title} below ${root}.`);
  return found.pid;
}

function residentMb(pid: number): number {
  const [, kb = "0"] = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kb) / 1024);
}

/** User and system time of all threads; Linux counts it in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  const [user = "0", system = "0"] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}

function report(isGood: boolean, text: string): void {
  console.log(`${isGood ? "ok  " : "MISS"} ${text}`);
  isKept &&= isGood;
}
