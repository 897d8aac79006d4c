import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { connect, type Pg } from "@/db/connection";
import { urlOfRunningPostgres } from "@/db/embedded";
import { childEnvironment } from "@/server/env";
import { descendants, processStat } from "@/server/processes";

export const password = "a bench for measuring";
let areKept = true;

export interface Instance {
  origin: string;
  /** The process id of the supervisor; web, worker and database are its descendants. */
  pid: number;
  database: Pg;
  /** Adds a script with this source. */
  addScript(name: string, source: string): void;
  /** Runs the command line and returns what it printed. */
  wooey(...args: string[]): string;
  stop(): Promise<void>;
}

/** The built app with its own PostgreSQL and worker, in a temporary data folder, on a port of its own. */
export async function startInstance(settings: Record<string, string> = {}): Promise<Instance> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-bench-"));
  fs.chmodSync(folder, 0o755);
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const ownSettings = { WOOEY_DATA_DIR: path.join(folder, "data"), PORT: String(port), WOOEY_ADMIN_PASSWORD: password };
  const env = childEnvironment({ ...ownSettings, ...settings });
  const app = spawn("node", ["bin/launch.cjs", "start"], { env, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    app.once("exit", (code) => reject(new Error(`The app ended with ${code}.`)));
    app.stdout.setEncoding("utf8").on("data", (text: string) => text.includes("is ready at") && resolve());
  });
  const wooey = (...args: string[]) =>
    execFileSync("node", ["bin/launch.cjs", "wooey", ...args], { env, encoding: "utf8" }).trim();
  const database = connect(urlOfRunningPostgres(path.join(folder, "data", "postgres"), "wooey") ?? "");
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: app.pid ?? 0,
    database,
    wooey,
    addScript(name, source) {
      const file = path.join(folder, `${name}.py`);
      fs.writeFileSync(file, source);
      wooey("script", "add", file, "--name", name);
    },
    async stop() {
      await database.end();
      app.kill("SIGTERM");
      await new Promise((resolve) => app.once("exit", resolve));
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The process id of an instance's web process. */
export function webOf({ pid }: Instance): number {
  const found = descendants(pid).find((each) => processStat(each)?.name === "wooey-web");
  if (found === undefined) throw new Error(`There is no wooey-web below ${pid}.`);
  return found;
}

/** The result of the work, and by how much the memory of a process grew at most meanwhile. */
export async function watchMemory<Result>(
  pid: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; grownMb: number }> {
  const before = residentMb(pid);
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, residentMb(pid));
  }, 20);
  try {
    return { result: await work(), grownMb: highest - before };
  } finally {
    clearInterval(watch);
  }
}

function residentMb(pid: number): number {
  const [, kb = "0"] = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kb) / 1024);
}

/** Inserts `scripts` scripts in twenty groups, each with a version like that of the script `like`. */
export async function seedScripts(database: Pg, scripts: number, like: string): Promise<void> {
  await database`insert into script_groups (name, slug) select 'Group ' || n, 'group-' || n from generate_series(1, 20) n`;
  await database`
    insert into scripts (group_id, name, slug, description)
    select (select id from script_groups where slug = 'group-' || (1 + n % 20)), 'Script number ' || n, 'number-' || n,
      'What script number ' || n || ' does'
    from generate_series(1, ${scripts}) n`;
  await database`
    insert into script_versions (script_id, version, iteration, is_default, filename, sha256, sha1, size_bytes, spec, report)
    select s.id, '1', 1, true, v.filename, v.sha256, v.sha1, v.size_bytes, v.spec, v.report
    from scripts s, (select v.* from script_versions v join scripts s on s.id = v.script_id where s.slug = ${like}) v
    where s.slug like 'number-%'`;
  await database`
    insert into script_tags (script_id, tag)
    select s.id, tag from scripts s, unnest(array['common', 'tag ' || s.id % 100]) as tag where s.slug like 'number-%'`;
  await database`
    update scripts set tag_text = (select string_agg(tag, chr(1) order by tag) from script_tags where script_id = scripts.id)
    where slug like 'number-%'`;
  await database`vacuum analyze`;
}

/**
 * Inserts `jobs` ended jobs, of all versions in turn, each with a line of output, a file and two tags. A tenth
 * belongs to `owner`, the others to another user.
 */
export async function seedJobs(database: Pg, jobs: number, owner: string): Promise<void> {
  const sha256 = "0".repeat(64);
  await database`insert into users (username) values ('somebody')`;
  await database`insert into files (sha256, size_bytes) values (${sha256}, 0)`;
  await database`
    insert into jobs (owner_id, version_id, name, "values", argv, status, visibility, created_at, started_at, ended_at, exit_code)
    select (select id from users where username = case when n % 10 = 0 then ${owner} else 'somebody' end),
      versions.ids[1 + n % cardinality(versions.ids)], 'job ' || n, '{}', '[]',
      case when n % 50 = 0 then 'failed' else 'completed' end, case when n % 100 = 0 then 'public' else 'link' end,
      now() - interval '1 second' * (${jobs} - n), now(), now(), 0
    from generate_series(1, ${jobs}) n, (select array_agg(id order by id) as ids from script_versions) as versions`;
  await database`
    insert into job_output (job_id, attempt, position, stream, at, content)
    select id, attempt, 0, 1, now(), 'one line of output' from jobs where name like 'job %'`;
  await database`
    insert into job_files (job_id, direction, path, sha256, size_bytes)
    select id, 'output', 'out.txt', ${sha256}, 0 from jobs where name like 'job %'`;
  await database`
    insert into job_tags (job_id, tag, owner_id)
    select id, tag, owner_id from jobs, unnest(array['common', 'tag ' || id % 1000]) as tag where name like 'job %'`;
  await database`vacuum analyze`;
  await database`checkpoint`; // What was seeded is on the disk before anything is measured.
  console.log(`${jobs} jobs, ${os.cpus().length} cores, ${load()}`);
}

/** Prints a figure, and remembers whether its promise is kept. */
export function report(text: string, { isKept }: { isKept: boolean }): void {
  console.log(`${isKept ? "ok  " : "MISS"} ${text}; ${load()}`);
  areKept &&= isKept;
}

/** The exit code: 0 when every promise is kept. */
export function exitCode(): number {
  return areKept ? 0 : 1;
}

export function percentiles(values: number[]): { p50: number; p95: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? Number.POSITIVE_INFINITY;
  return { p50: at(0.5), p95: at(0.95) };
}

/** How many milliseconds the work takes. */
export async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function load(): string {
  return `load ${os.loadavg()[0]?.toFixed(1)}`;
}
