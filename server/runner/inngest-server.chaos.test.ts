import { afterAll, afterEach, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aScript, aUser } from "@/db/testing/factories";
import { startLink } from "@/inngest/server/link";
import { type Behaviour, startStandIn } from "@/inngest/server/testing/stand-in";
import { stopJob } from "@/server/jobs/stop";
import { submitJob } from "@/server/jobs/submit";
import { aRunningWorker, ended, rowWhen, stopWorkers, until } from "./testing/running";

/** How long each fault lasts: longer than the five seconds for which a link waits for an answer. */
const FAULT_MS = 7_000;
/** After this time without a heartbeat, other workers take the jobs over (server/runner/adopt.ts). */
const LOST_MS = 2_000;
const SUBMIT_MS_MAX = 100;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(stopWorkers);

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test.each<Behaviour | "gone">(["hangs", "late", "fails", "gone"])(
  "while the Inngest server %s, jobs are submitted, run and end as if nothing were, and it learns of each end once",
  async (fault) => {
    await pg`delete from engine.events`;
    const server = await startStandIn();
    const options = { baseUrl: server.baseUrl, eventKey: "k", answerMsMax: 5_000, servedAt: "http://web:3000/" };
    const register = () => Promise.resolve();
    const link = await startLink({ ...options, register, onLog: () => undefined, backoffMs: () => 500 });
    stops.push(server.close, link.stop);
    const worker = await aRunningWorker();
    const actor = await actorOf(await aUser());
    const [quick, long] = await Promise.all([
      aScript({ source: "print('x')" }),
      aScript({ source: `import time\ntime.sleep(${FAULT_MS / 1000 - 1})\nprint('whole')` }),
    ]);
    const submit = async ({ slug }: { slug: string }) =>
      (await submitJob(actor, { slug }, { name: "x", values: {} })).id;

    const running = { id: await submit(long) };
    await rowWhen(running, ({ status }) => status === "running");
    if (fault === "gone") await server.close();
    else server.behaviour = fault;
    const startedAt = Date.now();
    const submits: number[] = [];
    const ids: number[] = [];
    let silenceMs = 0;
    while (Date.now() - startedAt < FAULT_MS) {
      const before = performance.now();
      const id = await submit(quick);
      submits.push(performance.now() - before);
      if (ids.length % 3 === 2) await stopJob(actor, id);
      ids.push(id);
      const [row] = await pg`
        select extract(epoch from clock_timestamp() - heartbeat_at)::float8 * 1000 as ms from workers where id = ${worker.id}`;
      silenceMs = Math.max(silenceMs, row?.ms);
      await ended({ id });
    }
    expect(await ended(running)).toMatchObject({ status: "completed", attempt: 1 });
    expect(silenceMs).toBeLessThan(LOST_MS);
    expect(median(submits)).toBeLessThanOrEqual(SUBMIT_MS_MAX);
    expect(ids.length).toBeGreaterThan(5);

    if (fault === "gone") await server.open();
    server.behaviour = "answers";
    await until(async () => (await pg`select from engine.events where scheduled_at is null`).length === 0);
    expect([...server.events.keys()].sort()).toEqual([running.id, ...ids].map((id) => `job-${id}-1-ended`).sort());
  },
);
