import { afterEach, describe, expect, test, vi } from "vitest";
import { pg } from "@/db/client";
import { aJob, aStaffUser, aUser, aWorker, bearer } from "@/db/testing/factories";
import { recordFailure, recordRegistered, recordSent } from "@/inngest/server/state";
import * as settings from "@/server/env";
import { countRequest } from "@/server/workers/web-requests";
import { GET as healthz } from "../healthz/route";
import { GET as readyz } from "../readyz/route";
import { GET as metrics } from "./route";

const context = { params: Promise.resolve({}) };
const ask = (route: typeof metrics, headers: Record<string, string> = {}) =>
  route(new Request("http://localhost/x", { headers }), context);

afterEach(async () => {
  vi.unstubAllEnvs();
  settings.loadEnvFile("/nowhere");
  await pg`delete from jobs`;
  await pg`delete from workers`;
});

describe("GET /healthz", () => {
  test("200 as long as the process answers", async () => {
    const answer = await ask(healthz);
    expect([answer.status, await answer.text()]).toEqual([200, "ok\n"]);
  });
});

describe("GET /readyz", () => {
  test("200 with the database at its schema and a worker online", async () => {
    await aWorker();
    const answer = await ask(readyz);
    expect([answer.status, await answer.json()]).toEqual([200, { ready: true, missing: [], warnings: [] }]);
  });

  test("503 without a worker", async () => {
    const answer = await ask(readyz);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { ready: false, missing: ["No worker is online: jobs wait."], warnings: [] },
    ]);
  });

  test("200 with a warning while the Inngest server has not taken the functions, or takes no events", async () => {
    await aWorker();
    const address = "http://inngest:8288";
    for (const name of ["INNGEST_BASE_URL", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"]) vi.stubEnv(name, address);
    settings.loadEnvFile("/nowhere");
    const warnings = async () => {
      const answer = await ask(readyz);
      expect(answer.status).toBe(200);
      return (await answer.json()).warnings;
    };
    const server = `The Inngest server ${address}`;
    expect(await warnings()).toEqual([`The functions have not been registered with the Inngest server ${address} yet`]);
    await recordFailure(address, { registration: "it cannot be reached" });
    expect(await warnings()).toEqual([`${server} has not taken the functions: it cannot be reached`]);
    await recordRegistered(address, "http://web:3000/api/inngest");
    expect(await warnings()).toEqual([]);
    await recordFailure(address, { sending: "it answers 500" });
    expect(await warnings()).toEqual([`${server} takes no events: it answers 500`]);
    await recordSent(address, []);
    await pg`insert into engine.events (name, id, payload, received_at)
      values ('test/old', 'old', '{}', now() - interval '2 minutes')`;
    expect(await warnings()).toEqual([`${server} takes no events: events wait`]);
    await pg`delete from engine.events`;
    expect(await warnings()).toEqual([]);
    await recordFailure("http://another:8288", { sending: "it answers 500" });
    expect(await warnings()).toEqual([`The functions have not been registered with the Inngest server ${address} yet`]);
  });

  test("503 when a migration is missing", async () => {
    await aWorker();
    const removed = await pg`delete from drizzle.__drizzle_migrations returning hash, created_at`;
    const answer = await ask(readyz);
    expect(answer.status).toBe(503);
    expect((await answer.json()).missing[0]).toContain("run migrate");
    await pg`insert into drizzle.__drizzle_migrations ${pg(removed)}`;
  });
});

describe("GET /metrics", () => {
  test("200 for staff: queue, ends by status, run times, workers", async () => {
    await aWorker({ slots: 3 });
    await aJob({ status: "queued" });
    await aJob({ status: "running", startedAt: new Date() });
    for (const seconds of [0.3, 2, 100]) {
      const endedAt = new Date();
      const startedAt = new Date(endedAt.getTime() - seconds * 1000);
      await aJob({ status: seconds === 2 ? "failed" : "completed", startedAt, endedAt, outputBytes: 100 });
    }
    const old = new Date(Date.now() - 7_200_000);
    await aJob({ status: "stopped", startedAt: old, endedAt: old });
    const answer = await ask(metrics, await bearer(await aStaffUser()));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
    ]);
    const text = await answer.text();
    for (const line of [
      "wooey_jobs_waiting 1",
      "wooey_jobs_running 1",
      'wooey_jobs_ended_last_hour{status="completed"} 2',
      'wooey_jobs_ended_last_hour{status="failed"} 1',
      'wooey_job_run_seconds_last_hour_bucket{le="0.5"} 1',
      'wooey_job_run_seconds_last_hour_bucket{le="5"} 2',
      'wooey_job_run_seconds_last_hour_bucket{le="+Inf"} 3',
      "wooey_job_run_seconds_last_hour_count 3",
      "wooey_output_bytes_last_hour 300",
      "wooey_workers_online 1",
      "wooey_worker_slots 3",
      "wooey_engine_items 0",
    ])
      expect(text.split("\n")).toContain(line);
    expect(text).not.toContain("stopped");
    for (const line of text.trimEnd().split("\n"))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.e+-]+)$/);
  });

  test("200 with the requests that were answered, by few labels whatever clients send", async () => {
    const path = "/api/jobs/v1/1/status/";
    countRequest({ method: "GET", path, status: 200, seconds: 0.02 });
    countRequest({ method: "GET", path, status: 204, seconds: 0.2 });
    countRequest({ method: "POST", path: "/api/scripts/v1/x/submit/", status: 429, seconds: 0.001 });
    for (const n of Array(50).keys()) {
      countRequest({ method: `M${n}`, path: `/${n}`, status: null, seconds: 60 });
    }
    countRequest({ method: "GET", path: "/_next/static/x.js", status: 304, seconds: 0.001 });
    const lines = (await (await ask(metrics, await bearer(await aStaffUser()))).text()).split("\n");
    const name = "wooey_http_request_duration_seconds";
    for (const line of [
      'wooey_http_requests_total{kind="api",method="GET",status="2xx"} 2',
      'wooey_http_requests_total{kind="api",method="POST",status="4xx"} 1',
      'wooey_http_requests_total{kind="page",method="other",status="none"} 50',
      'wooey_http_requests_total{kind="static",method="GET",status="3xx"} 1',
      `${name}_bucket{kind="api",le="0.025"} 2`,
      `${name}_bucket{kind="api",le="+Inf"} 3`,
      `${name}_bucket{kind="page",le="30"} 0`,
      `${name}_sum{kind="page"} 3000`,
      `${name}_count{kind="page"} 50`,
    ])
      expect(lines).toContain(line);
    expect(lines.filter((line) => line.startsWith("wooey_http_requests_total"))).toHaveLength(4);
  });

  test("403 for others and for nobody; 200 for an allowed address", async () => {
    expect((await ask(metrics)).status).toBe(403);
    expect((await ask(metrics, await bearer(await aUser()))).status).toBe(403);
    vi.stubEnv("WOOEY_METRICS_ADDRESSES", "192.0.2.0/24, 2001:db8::1");
    settings.loadEnvFile("/nowhere");
    const from = async (address: string) => (await ask(metrics, { "x-wooey-address": address })).status;
    expect(await Promise.all(["192.0.2.9", "2001:db8::1", "198.51.100.1", ""].map(from))).toEqual([200, 200, 403, 403]);
  });
});
