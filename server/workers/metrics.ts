import { pg } from "@/db/client";
import { jobIsOpen } from "@/db/job-conditions";
import type { Actor } from "@/server/auth/actor";
import { isListed, toAddressList } from "@/server/auth/address-list";
import { requireStaffReader } from "@/server/auth/policy";
import { env } from "@/server/env";
import { productVersion } from "@/server/settings/version";
import { findCapacity } from "./list";
import { requestBuckets, webRequests } from "./web-requests";

/** How many rows are examined for one figure; a larger figure stays at this number. */
const ROWS_MAX = 100_000;
const BUCKETS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400];

/**
 * Metrics for Prometheus (text format 0.0.4), for staff and for the addresses of WOOEY_METRICS_ADDRESSES. Ended jobs
 * are reported for the last hour, so that a request costs the same on any day.
 * @throws unauthenticated, forbidden
 */
export async function readMetrics(actor: Actor): Promise<string> {
  const address = actor.kind === "system" ? undefined : actor.address;
  if (!isListed(toAddressList(env().WOOEY_METRICS_ADDRESSES), address ?? "")) requireStaffReader(actor);
  const [open, ended, engine, capacity] = await Promise.all([findOpen(), findEnded(), findEngine(), findCapacity()]);
  return [
    gauge("wooey_info", "This version of Wooey.", [[{ version: productVersion() }, 1]]),
    gauge("wooey_jobs_waiting", "Jobs that wait for a worker.", [[{}, open.waiting]]),
    gauge("wooey_jobs_running", "Jobs whose script runs.", [[{}, open.running]]),
    gauge("wooey_oldest_waiting_seconds", "How long the oldest waiting job has waited.", [[{}, open.oldestSeconds]]),
    gauge(
      "wooey_jobs_ended_last_hour",
      "Jobs that ended within the last hour, by status.",
      ended.byStatus.map(({ status, jobs }) => [{ status }, jobs]),
    ),
    histogram(
      { name: "wooey_job_run_seconds_last_hour", help: "Run times of the jobs that ended within the last hour." },
      {
        tops: BUCKETS,
        distributions: [{ labels: {}, buckets: ended.buckets, count: ended.runs, seconds: ended.seconds }],
      },
    ),
    gauge("wooey_output_bytes_last_hour", "Output of the jobs that ended within the last hour.", [[{}, ended.bytes]]),
    gauge("wooey_workers_online", "Workers that are online.", [[{}, capacity.workers]]),
    gauge("wooey_worker_slots", "Scripts that the online workers run at a time.", [[{}, capacity.slots]]),
    gauge("wooey_engine_items", "Items in the queue of the embedded Inngest engine.", [[{}, engine.items]]),
    gauge("wooey_engine_events", "Events that the embedded engine has not taken up.", [[{}, engine.events]]),
    gauge("wooey_database_bytes", "Size of the database.", [[{}, engine.databaseBytes]]),
    ...requestFigures(),
    gauge("process_resident_memory_bytes", "Memory of this web process.", [[{}, process.memoryUsage.rss()]]),
    gauge("process_start_time_seconds", "When this web process began.", [[{}, Date.now() / 1000 - process.uptime()]]),
  ].join("");
}

async function findOpen() {
  const [row] = await pg<{ waiting: number; running: number; oldestSeconds: number }[]>`
    select count(*) filter (where status <> 'running')::int as waiting,
      count(*) filter (where status = 'running')::int as running,
      coalesce(extract(epoch from now() - min(created_at) filter (where status <> 'running')), 0)::float8 as "oldestSeconds"
    from (select status, created_at from jobs where ${jobIsOpen()} limit ${ROWS_MAX}) as open`;
  return row ?? { waiting: 0, running: 0, oldestSeconds: 0 };
}

interface Ended {
  byStatus: { status: string; jobs: number }[];
  /** How many jobs took at most as long as each of BUCKETS. */
  buckets: number[];
  runs: number;
  seconds: number;
  bytes: number;
}

async function findEnded(): Promise<Ended> {
  const [row] = await pg<Ended[]>`
    with ended as materialized (
      select status, output_bytes, extract(epoch from ended_at - started_at)::float8 as seconds from jobs
      where ended_at > now() - interval '1 hour' order by ended_at desc limit ${ROWS_MAX}),
    by_status as (select status, count(*)::int as jobs from ended group by status)
    select coalesce((select jsonb_agg(by_status order by status) from by_status), '[]') as "byStatus",
      array(select (select count(*)::int from ended where seconds <= top)
        from unnest(${BUCKETS}::float8[]) as bucket(top) order by top) as buckets,
      count(seconds)::int as runs, coalesce(sum(seconds), 0)::float8 as seconds,
      coalesce(sum(output_bytes), 0)::float8 as bytes
    from ended`;
  return row ?? { byStatus: [], buckets: [], runs: 0, seconds: 0, bytes: 0 };
}

async function findEngine() {
  const [row] = await pg<{ items: number; events: number; databaseBytes: number }[]>`
    select (select count(*)::int from (select 1 from engine.items limit ${ROWS_MAX}) as items) as items,
      (select count(*)::int from (
        select 1 from engine.events where scheduled_at is null limit ${ROWS_MAX}) as events) as events,
      pg_database_size(current_database())::float8 as "databaseBytes"`;
  return row ?? { items: 0, events: 0, databaseBytes: 0 };
}

function requestFigures(): string[] {
  const { open, answered, durations } = webRequests();
  return [
    gauge("wooey_http_requests_open", "Requests that this web process is answering, streams among them.", [[{}, open]]),
    counter(
      "wooey_http_requests_total",
      "Requests that this web process has answered; status none: left by the client before.",
      [...answered.values()].map(({ labels, requests }) => [labels, requests]),
    ),
    histogram(
      { name: "wooey_http_request_duration_seconds", help: "Time until the answer began." },
      {
        tops: requestBuckets,
        distributions: [...durations.values()].map(({ kind, ...duration }) => ({ labels: { kind }, ...duration })),
      },
    ),
  ];
}

type Samples = [Record<string, string>, number][];

function gauge(name: string, help: string, samples: Samples): string {
  return metric({ type: "gauge", name, help }, linesOf(name, samples));
}

function counter(name: string, help: string, samples: Samples): string {
  return metric({ type: "counter", name, help }, linesOf(name, samples));
}

function linesOf(name: string, samples: Samples): string[] {
  return samples.map(([labels, value]) => `${name}${labelText(labels)} ${value}`);
}

interface Metric {
  type: "gauge" | "counter" | "histogram";
  name: string;
  help: string;
}

function metric({ type, name, help }: Metric, lines: string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
}

interface Distribution {
  labels: Record<string, string>;
  /** How many requests took at most as long as each of the upper bounds. */
  buckets: number[];
  count: number;
  seconds: number;
}

function histogram(
  { name, help }: Pick<Metric, "name" | "help">,
  { tops, distributions }: { tops: number[]; distributions: Distribution[] },
): string {
  const lines = distributions.flatMap(({ labels, buckets, count, seconds }) => [
    ...tops.map((top, index) => `${name}_bucket${labelText({ ...labels, le: String(top) })} ${buckets[index] ?? 0}`),
    `${name}_bucket${labelText({ ...labels, le: "+Inf" })} ${count}`,
    `${name}_sum${labelText(labels)} ${seconds}`,
    `${name}_count${labelText(labels)} ${count}`,
  ]);
  return metric({ type: "histogram", name, help }, lines);
}

function labelText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, "\\$&")}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}
