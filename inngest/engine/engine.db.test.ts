import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { engineChannel } from "../outbox";
import { makeFunctions, seen } from "./testing/functions";
import { isEmbedded, makeClient, runOf, runsOf, scheduledOnServer, startExecutor } from "./testing/harness";
import { until } from "./testing/until";

// Only the public Inngest client is used, so that the same tests can check a real Inngest server for the same
// semantics.
const inngest = makeClient();
const functions = makeFunctions(inngest);
let executor: { stop(): Promise<void> };

beforeAll(async () => {
  executor = await startExecutor(inngest, functions);
});
afterAll(async () => {
  await executor.stop();
});

async function send(name: string, data: Record<string, unknown>, id?: string): Promise<string> {
  const { ids } = await inngest.send({ name, data, id });
  return id ?? ids[0] ?? ""; // Its end is told of under the id that it was sent with.
}

/** Waits until there is a run of the event. The engine processes events in their order, an Inngest server does not. */
async function scheduled(eventId: string): Promise<void> {
  if (!isEmbedded) await scheduledOnServer(eventId);
}

/** Waits until a run of the event waits for another event. An Inngest server does not tell when it does. */
async function waiting(eventId: string): Promise<void> {
  if (!isEmbedded) {
    await scheduledOnServer(eventId);
    return void (await new Promise((resolve) => setTimeout(resolve, 2000)));
  }
  await until(async () => {
    const [wait] = await pg`
      select 1 from engine.waits w join engine.runs r on r.id = w.run_id
      where r.event ->> 'id' = ${eventId} and w.kind <> 'cancel'`;
    return wait;
  }, "the run to wait");
}

describe.concurrent("a run", () => {
  test("executes each of its steps once", async () => {
    const run = await runOf(await send("test/three", { id: "plain" }));
    expect(run, JSON.stringify(run)).toMatchObject({ status: "completed", output: { a: 1, b: 2, c: 3 } });
    expect(seen.attempts.get("plain")).toHaveLength(1);
  });

  test("retries a failing step, and only that step", async () => {
    const run = await runOf(await send("test/three", { id: "twice", fail: "twice" }), 90_000);
    expect(run).toMatchObject({ status: "completed", output: { c: 3 } });
    expect(seen.attempts.get("twice")).toHaveLength(3);
  });

  test("waits as long as a RetryAfterError requires", async () => {
    const run = await runOf(await send("test/three", { id: "later", fail: "later" }));
    expect(run.status).toBe("completed");
    const [first = 0, second = 0] = seen.attempts.get("later") ?? [];
    // A server rounds the time down to a second.
    expect(second - first).toBeGreaterThanOrEqual(isEmbedded ? 2990 : 1990);
    expect(second - first).toBeLessThan(7000);
  });

  test("fails at once on a NonRetriableError, and calls onFailure", async () => {
    const run = await runOf(await send("test/three", { id: "final", fail: "final" }));
    expect(run).toMatchObject({ status: "failed", error: { message: "final" } });
    expect(seen.attempts.get("final")).toHaveLength(1);
    await until(() => seen.failures.includes("final: final"), "onFailure");
  });

  test("fails when its retries are used up", async () => {
    const run = await runOf(await send("test/three", { id: "always", fail: "always" }), 90_000);
    expect(run).toMatchObject({ status: "failed", error: { message: "always" } });
    expect(seen.attempts.get("always")).toHaveLength(3);
    await until(() => seen.failures.includes("always: always"), "onFailure");
  });

  test("can catch the error of a step and continue", async () => {
    const run = await runOf(await send("test/catching", {}));
    expect(run).toMatchObject({ status: "completed", output: "caught bad luck" });
  });

  test("is retried after an error outside of a step", async () => {
    const run = await runOf(await send("test/function-error", {}), 60_000);
    expect(run).toMatchObject({ status: "completed", output: 1 });
  });

  test("sleeps", async () => {
    const startedAt = Date.now();
    const run = await runOf(await send("test/three", { id: "asleep", sleep: "1s" }));
    expect(run.status).toBe("completed");
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1000);
    expect(Date.now() - startedAt).toBeLessThan(6000);
  });

  test("is cancelled by the event of cancelOn while it sleeps", async () => {
    const id = await send("test/three", { id: "doomed", sleep: "1h" });
    const other = await send("test/three", { id: "spared", sleep: "2s" });
    await scheduled(id);
    await send("test/cancel", { id: "doomed" });
    expect(await runOf(id)).toMatchObject({ status: "cancelled" });
    expect(await runOf(other)).toMatchObject({ status: "completed" });
  });

  test("is cancelled by an event only if its expression is true and its time is not over", async () => {
    const id = await send("test/cancellable", { id: "by-if", sleep: "1h" });
    const late = await send("test/cancellable", { id: "late", sleep: "3s" });
    await scheduled(id);
    await send("test/cancel-if", { id: "late", n: 1 });
    await send("test/cancel-if", { id: "by-if", n: 2 });
    expect(await runOf(id)).toMatchObject({ status: "cancelled" });
    await new Promise((resolve) => setTimeout(resolve, 1100)); // Until the time limit of the cancellation is over.
    await send("test/cancel-soon", { id: "late" });
    expect(await runOf(late)).toMatchObject({ status: "completed" });
  });

  test("sleeps until a date", async () => {
    const date = new Date(Date.now() + 1500);
    const run = await runOf(await send("test/sleep-until", { date: date.toISOString() }));
    expect(run.status).toBe("completed");
    // A server rounds the time down to a second.
    expect(run.output).toBeGreaterThanOrEqual(date.getTime() - (isEmbedded ? 0 : 1000));
    expect(run.output).toBeLessThan(date.getTime() + 5000);
  });

  test("waits for the event that matches, and for no other", async () => {
    const id = await send("test/wait", { id: "w1" });
    await waiting(id);
    await send("test/answer", { id: "other", n: 5 });
    await send("test/answer", { id: "w1", n: 1 });
    await send("test/answer", { id: "w1", n: 7 });
    expect(await runOf(id)).toMatchObject({ status: "completed", output: 7 });
  });

  test("gets null when the event does not come in time", async () => {
    const id = await send("test/wait", { id: "w2", timeout: "1s" });
    expect(await runOf(id)).toMatchObject({ status: "completed", output: "timeout" });
  });

  test("executes steps and a sleep in parallel", async () => {
    const run = await runOf(await send("test/parallel", {}), 30_000);
    expect(run).toMatchObject({ status: "completed", output: 10 });
  });

  test("is cancelled by its time limits to finish and to start", async () => {
    const late = await send("test/late", {});
    const first = await send("test/impatient", {});
    await until(() => seen.started.has(first), "the first to start", 30_000);
    const second = await send("test/impatient", {});
    expect(await runOf(second)).toMatchObject({ status: "cancelled" });
    expect(await runOf(first)).toMatchObject({ status: "completed", output: "ran" });
    expect(await runOf(late)).toMatchObject({ status: "cancelled" });
  });

  test("sends events from a step", async () => {
    const run = await runOf(await send("test/sender", { id: "from here" }));
    expect(await runOf(String(run.output))).toMatchObject({ output: { from: "from here" } });
  });
});

describe.concurrent("an event", () => {
  test("is processed once per id", async () => {
    const id = `same-${Date.now()}`; // A server remembers ids for a day.
    await send("test/noop", { n: 1 }, id);
    await send("test/noop", { n: 2 }, id);
    const marker = await send("test/noop", { n: 3 });
    await runOf(marker);
    // A server may process the second before the first, and then ignores the first.
    const { output } = await runOf(id);
    expect(output).toEqual(isEmbedded ? { n: 1 } : { n: expect.any(Number) });
    expect(await runsOf(id)).toHaveLength(1);
  });

  test("starts one run for each value of the function's idempotency key", async () => {
    const key = String(Date.now());
    const ids = await Promise.all([1, 2].map((n) => send("test/once", { key, n })));
    const other = await send("test/once", { key: `other than ${key}`, n: 3 });
    expect(await runOf(other)).toMatchObject({ output: 3 });
    const runs = await until(async () => {
      const found = (await Promise.all(ids.map(runsOf))).flat();
      return found.length > 0 && found;
    }, "one of two");
    expect(runs).toHaveLength(1);
  });

  test("starts no run if the trigger's expression is false", async () => {
    const refused = await send("test/choosy", { n: 1 });
    const taken = await send("test/choosy", { n: 2 });
    expect(await runOf(taken)).toMatchObject({ output: 2 });
    expect(await runsOf(refused)).toEqual([]);
  });
});

describe("the queue", () => {
  test("enforces both concurrency limits: 2 for each key, 3 for the function", async () => {
    seen.runningMax.clear();
    const users = ["u1", "u1", "u1", "u1", "u1", "u2", "u2", "u2", "u2"];
    const { ids } = await inngest.send(users.map((user) => ({ name: "test/limited", data: { user } })));
    for (const id of ids) expect(await runOf(id, 60_000)).toMatchObject({ status: "completed" });
    const most = Object.fromEntries(seen.runningMax);
    if (isEmbedded) expect(most).toMatchObject({ u1: 2, u2: 2, all: 3 });
    // A server need not use its limits up.
    for (const [key, limit] of Object.entries({ u1: 2, u2: 2, all: 3 })) expect(most[key]).toBeLessThanOrEqual(limit);
  });

  test("claims items with a higher priority first", async () => {
    let open: () => void = () => undefined;
    seen.order = []; // Another test file may have run in this process.
    seen.gate = new Promise((resolve) => {
      open = resolve;
    });
    const first = await send("test/preferred", { name: "first", priority: 0 });
    await until(() => seen.order.includes("first"), "the first to hold the only slot");
    const low = await send("test/preferred", { name: "low", priority: -10 });
    const high = await send("test/preferred", { name: "high", priority: 10 });
    if (!isEmbedded) await Promise.all([low, high].map(scheduledOnServer));
    else {
      await until(async () => {
        const [row] = await pg`select count(*)::int as n from engine.items where function_id = 'test-preferred'`;
        return row?.n === 3;
      }, "both to be queued");
    }
    open();
    for (const id of [first, low, high]) await runOf(id, 30_000);
    expect(seen.order).toEqual(["first", "high", "low"]);
  });

  test("fires a cron trigger at each of its times", async () => {
    for (let n = 0; n < (isEmbedded ? 2 : 1); n++) {
      const before = seen.cronRuns;
      // Not once a second: an Inngest server refuses seconds.
      if (isEmbedded) await pg`update engine.crons set next_at = now() where function_id = 'test-tick'`;
      await pg.notify(engineChannel, "events");
      await until(() => seen.cronRuns > before, "a run", 70_000);
      if (isEmbedded) expect(seen.cronRuns).toBe(before + 1);
    }
  });

  test("is empty after all other tests", async () => {
    if (!isEmbedded) return;
    await until(async () => {
      const [left] = await pg`
        select (select count(*) from engine.items where function_id <> 'test-tick')
          + (select count(*) from engine.waits) + (select count(*) from engine.events where scheduled_at is null)
          + (select count(*) from engine.runs where ended_at is null and function_id <> 'test-tick') as rows`;
      return left?.rows === "0";
    }, "an empty queue");
  });
});
