import { type Inngest, NonRetriableError, RetryAfterError, referenceFunction } from "inngest";
import { pg } from "@/db/client";
import { until } from "./until";

/** What the functions below record while they run. All tests of one process share it. */
export const seen = {
  failures: [] as string[],
  order: [] as string[],
  attempts: new Map<string, number[]>(),
  running: new Map<string, number>(),
  runningMax: new Map<string, number>(),
  cronRuns: 0,
  started: new Set<string | undefined>(),
  gate: Promise.resolve(),
};

function enter(key: string, change: 1 | -1): void {
  const now = (seen.running.get(key) ?? 0) + change;
  seen.running.set(key, now);
  seen.runningMax.set(key, Math.max(seen.runningMax.get(key) ?? 0, now));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** One function for each feature. The same functions run in the embedded engine and on an Inngest server. */
export function makeFunctions(inngest: Inngest.Any) {
  return [...makeStepFunctions(inngest), ...makeQueueFunctions(inngest), ...makeWaitFunctions(inngest)];
}

function makeStepFunctions(inngest: Inngest.Any) {
  return [
    inngest.createFunction(
      { id: "noop", retries: 0, triggers: [{ event: "test/noop" }] },
      async ({ event }) => event.data,
    ),
    inngest.createFunction(
      {
        id: "three",
        retries: 2,
        triggers: [{ event: "test/three" }],
        cancelOn: [{ event: "test/cancel", match: "data.id" }],
        onFailure: async ({ event, error }) => {
          seen.failures.push(`${event.data.event.data.id}: ${error.message}`);
        },
      },
      async ({ event, step, attempt }) => {
        const a = await step.run("one", () => 1);
        const b = await step.run("two", () => a + 1);
        if (event.data.sleep) await step.sleep("nap", event.data.sleep);
        const c = await step.run("three", () => {
          const tried = seen.attempts.get(event.data.id) ?? [];
          seen.attempts.set(event.data.id, [...tried, Date.now()]);
          if (event.data.fail === "twice" && attempt < 2) throw new Error("flaky");
          if (event.data.fail === "later" && attempt < 1) throw new RetryAfterError("later", "3s");
          if (event.data.fail === "final") throw new NonRetriableError("final");
          if (event.data.fail === "always") throw new Error("always");
          return b + 1;
        });
        return { a, b, c };
      },
    ),
    inngest.createFunction({ id: "catching", retries: 0, triggers: [{ event: "test/catching" }] }, async ({ step }) => {
      try {
        await step.run("bad", () => {
          throw new Error("bad luck");
        });
      } catch (error) {
        return step.run("good", () => `caught ${(error as Error).message}`);
      }
      return "not reached";
    }),
    inngest.createFunction(
      { id: "function-error", retries: 1, triggers: [{ event: "test/function-error" }] },
      async ({ attempt }) => {
        if (attempt === 0) throw new Error("outside of any step");
        return attempt;
      },
    ),
  ];
}

function makeQueueFunctions(inngest: Inngest.Any) {
  return [
    inngest.createFunction(
      {
        id: "limited",
        retries: 0,
        triggers: [{ event: "test/limited" }],
        concurrency: [{ limit: 2, key: "event.data.user" }, { limit: 3 }],
      },
      async ({ event, step }) =>
        step.run("work", async () => {
          enter(event.data.user, 1);
          enter("all", 1);
          await pause(60);
          enter(event.data.user, -1);
          enter("all", -1);
        }),
    ),
    inngest.createFunction(
      {
        id: "preferred",
        retries: 0,
        triggers: [{ event: "test/preferred" }],
        concurrency: 1,
        priority: { run: "event.data.priority" },
      },
      async ({ event, step }) =>
        step.run("note", async () => {
          seen.order.push(event.data.name);
          if (event.data.name === "first") await seen.gate;
        }),
    ),
  ];
}

function makeWaitFunctions(inngest: Inngest.Any) {
  return [
    inngest.createFunction(
      { id: "waiter", retries: 0, triggers: [{ event: "test/wait" }] },
      async ({ event, step }) => {
        const answer = await step.waitForEvent("answer", {
          event: "test/answer",
          if: "async.data.id == event.data.id && async.data.n > 1",
          timeout: event.data.timeout ?? "1h",
        });
        return answer ? answer.data.n : "timeout";
      },
    ),
    inngest.createFunction({ id: "parallel", retries: 0, triggers: [{ event: "test/parallel" }] }, async ({ step }) => {
      const numbers = await Promise.all([
        step.run("p1", () => 1),
        step.run("p2", async () => {
          await pause(20);
          return 2;
        }),
        step.sleep("p3", "1s").then(() => 3),
        step.run("p4", () => 4),
      ]);
      return step.run("sum", () => numbers.reduce((sum, n) => sum + n, 0));
    }),
    inngest.createFunction(
      {
        id: "cancellable",
        retries: 0,
        triggers: [{ event: "test/cancellable" }],
        cancelOn: [
          { event: "test/cancel-if", if: "async.data.id == event.data.id && async.data.n > 1" },
          { event: "test/cancel-soon", match: "data.id", timeout: "1s" },
        ],
      },
      async ({ event, step }) => step.sleep("nap", event.data.sleep),
    ),
    inngest.createFunction(
      { id: "sleep-until", retries: 0, triggers: [{ event: "test/sleep-until" }] },
      async ({ event, step }) => {
        await step.sleepUntil("date", event.data.date);
        return step.run("time", () => Date.now());
      },
    ),
    inngest.createFunction(
      { id: "late", retries: 0, triggers: [{ event: "test/late" }], timeouts: { finish: "1s" } },
      async ({ step }) => step.sleep("long", "1h"),
    ),
    inngest.createFunction(
      {
        id: "impatient",
        retries: 0,
        triggers: [{ event: "test/impatient" }],
        concurrency: 1,
        timeouts: { start: "1s" },
      },
      async ({ event, step }) => {
        seen.started.add(event.id);
        await step.run("hold", () => pause(1500));
        return "ran";
      },
    ),
    inngest.createFunction(
      { id: "once", retries: 0, triggers: [{ event: "test/once" }], idempotency: "event.data.key" },
      async ({ event }) => event.data.n,
    ),
    inngest.createFunction(
      { id: "choosy", retries: 0, triggers: [{ event: "test/choosy", if: "event.data.n > 1" }] },
      async ({ event }) => event.data.n,
    ),
    inngest.createFunction(
      { id: "sender", retries: 0, triggers: [{ event: "test/sender" }] },
      async ({ event, step }) => {
        const { ids } = await step.sendEvent("send", { name: "test/noop", data: { from: event.data.id } });
        return ids[0];
      },
    ),
    inngest.createFunction({ id: "tick", retries: 0, triggers: [{ cron: "* * * * *" }] }, async () => {
      seen.cronRuns++;
    }),
  ];
}

/** Functions that use what only an Inngest server has, or that no run can complete. */
export function makeHostileFunctions(inngest: Inngest.Any) {
  return [
    inngest.createFunction({ id: "fetching", retries: 0, triggers: [{ event: "test/fetching" }] }, async ({ step }) =>
      step.fetch("http://example.invalid/"),
    ),
    inngest.createFunction({ id: "signalled", retries: 0, triggers: [{ event: "test/signalled" }] }, async ({ step }) =>
      step.waitForSignal("signal", { signal: "s", timeout: "1h", onConflict: "fail" }),
    ),
    inngest.createFunction({ id: "invoking", retries: 0, triggers: [{ event: "test/invoking" }] }, async ({ step }) =>
      step.invoke("invoke", { function: referenceFunction({ functionId: "slow" }), data: {} }),
    ),
    inngest.createFunction({ id: "huge", retries: 0, triggers: [{ event: "test/huge" }] }, async ({ step }) =>
      step.run("huge", () => "x".repeat(5 * 1024 * 1024)),
    ),
    inngest.createFunction({ id: "nul", retries: 0, triggers: [{ event: "test/nul" }] }, async ({ step }) =>
      step.run("nul", () => "a\u0000b"),
    ),
    inngest.createFunction({ id: "slow", retries: 0, triggers: [{ event: "test/slow" }] }, async ({ event, step }) =>
      step.run("slow", async () => {
        enter(event.data.id, 1);
        await until(() => seen.order.includes(`end ${event.data.id}`), "the end");
        return "done";
      }),
    ),
  ];
}

/**
 * Functions that outlive their process, or kill it. Each execution of a step inserts a row into the table `trace`,
 * which the test creates.
 */
export function makeMortalFunctions(inngest: Inngest.Any) {
  const trace = async (id: string, step: string): Promise<number> => {
    await pg`insert into trace (id, step, pid) values (${id}, ${step}, ${process.pid})`;
    const [row] = await pg`select count(*)::int as n from trace where id = ${id} and step = ${step}`;
    return row?.n ?? 0;
  };
  return [
    inngest.createFunction(
      { id: "hanging", retries: 0, triggers: [{ event: "test/hanging" }] },
      async ({ event, step }) => {
        const { id } = event.data;
        const one = await step.run("one", () => trace(id, "one"));
        const two = await step.run("two", async () => {
          const n = await trace(id, "two");
          return n === 1 ? new Promise<number>(() => undefined) : n;
        });
        return { one, two };
      },
    ),
    inngest.createFunction(
      { id: "poison", retries: 0, triggers: [{ event: "test/poison" }] },
      async ({ event, step }) =>
        step.run("poison", async () => {
          await trace(event.data.id, "poison");
          process.kill(process.pid, "SIGKILL");
          return until(() => false, "death");
        }),
    ),
    inngest.createFunction(
      { id: "steady", retries: 20, triggers: [{ event: "test/steady" }] },
      async ({ event, step }) => {
        const { id, n } = event.data;
        const one = await step.run("one", async () => {
          await trace(id, "one");
          return n + 1;
        });
        await step.run("two", async () => {
          await trace(id, "two");
          await pause(event.data.ms);
        });
        return step.run("three", async () => {
          await trace(id, "three");
          return one * 2;
        });
      },
    ),
  ];
}
