import { createHash } from "node:crypto";
import { type Inngest, NonRetriableError, RetryAfterError } from "inngest";
import { StepOpCode } from "inngest/types";
import { describe, expect, test } from "vitest";
import { makeClient, makeHandler } from "./testing/harness";

// Pins the SDK's protocol as the engine implements it. When an SDK upgrade fails these tests, read what changed, adapt
// the
// engine, and only then update the golden files (vitest -u).

const client = makeClient("contract");
const url = "http://engine.invalid/api/inngest";
const stepKey = (id: string) => createHash("sha1").update(id).digest("hex");

function makeJob(inngest: Inngest) {
  return inngest.createFunction(
    {
      id: "job",
      name: "Job",
      retries: 2,
      triggers: [{ event: "contract/job", if: "event.data.x > 1" }, { cron: "*/5 * * * *" }],
      concurrency: [{ limit: 2, key: "event.data.user" }, { limit: 10 }],
      cancelOn: [{ event: "contract/cancel", match: "data.id", timeout: "1h" }],
      priority: { run: "event.data.p" },
      idempotency: "event.data.id",
      timeouts: { start: "1m", finish: "6h" },
      onFailure: async ({ error }) => error.message,
    },
    async ({ event, step }) => {
      const a = await step.run("a", () => ({ v: 1 }));
      const cases: Record<string, () => Promise<unknown>> = {
        sleep: () => step.sleep("nap", "90s"),
        sleepUntil: () => step.sleepUntil("date", "2030-01-01T00:00:00Z"),
        wait: () => step.waitForEvent("wait", { event: "contract/done", timeout: "6h", match: "data.id" }),
        waitIf: () => step.waitForEvent("wait", { event: "contract/done", timeout: "6h", if: "async.data.n > 1" }),
        parallel: () => Promise.all([step.run("p1", () => 1), step.run("p2", () => 2), step.sleep("p3", "2s")]),
        repeat: async () => [await step.run("a", () => 2), await step.run("a", () => 3)],
        error: () => step.run("bad", () => Promise.reject(new Error("boom"))),
        final: () => step.run("bad", () => Promise.reject(new NonRetriableError("no more"))),
        later: () => step.run("bad", () => Promise.reject(new RetryAfterError("later", "30s"))),
        functionError: () => Promise.reject(new Error("function boom")),
        functionFinal: () => Promise.reject(new NonRetriableError("function final")),
        undefined: () => Promise.resolve(undefined),
        fetch: () => step.fetch("http://example.invalid/x"),
      };
      // Every event of these tests has a case. The event of the cron trigger has none, and is never sent.
      return cases[(event.data as { case: string }).case]?.() ?? step.run("b", () => a.v + 1);
    },
  );
}

const handler = makeHandler(client, [makeJob(client)]);

interface Call {
  steps?: Record<string, unknown>;
  attempt?: number;
  stepId?: string;
  plan?: boolean;
}

async function call(name: string, { steps = {}, attempt = 0, stepId = "step", plan = false }: Call = {}) {
  const event = { id: "01E", name: "contract/job", data: { id: "j", case: name }, ts: 1, user: {} };
  const stack = Object.keys(steps);
  const response = await handler(
    new Request(`${url}?fnId=contract-job&stepId=${stepId}`, {
      method: "POST",
      headers: { host: "engine.invalid", "content-type": "application/json", "x-inngest-req-version": "2" },
      body: JSON.stringify({
        event,
        events: [event],
        steps,
        version: 2,
        use_api: false,
        ctx: {
          run_id: "01RUN",
          attempt,
          max_attempts: 3,
          disable_immediate_execution: plan,
          use_api: false,
          stack: { stack, current: stack.length },
        },
      }),
    }),
  );
  return {
    status: response.status,
    noRetry: response.headers.get("x-inngest-no-retry"),
    retryAfter: response.headers.get("retry-after"),
    version: response.headers.get("x-inngest-req-version"),
    body: strip(JSON.parse(await response.text())),
  };
}

/** Removes what differs from run to run. */
function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== "timing" && key !== "stack");
  return Object.fromEntries(kept.map(([key, inner]) => [key, strip(inner)]));
}

const a = { [stepKey("a")]: { data: { v: 1 } } };
const bad = { [stepKey("bad")]: { error: { name: "Error", message: "boom", stack: "" } } };

describe("the SDK", () => {
  test("answers calls as before", async () => {
    const answers: Record<string, unknown> = {
      "first step": await call("plain"),
      "second step": await call("plain", { steps: a }),
      return: await call("plain", { steps: { ...a, [stepKey("b")]: { data: 2 } } }),
    };
    const cases =
      "sleep sleepUntil wait waitIf parallel repeat error final functionError functionFinal undefined fetch";
    for (const name of cases.split(" ")) answers[name] = await call(name, { steps: a });
    Object.assign(answers, {
      "planned step": await call("parallel", { steps: a, stepId: stepKey("p2"), plan: true }),
      "second of the same id": await call("repeat", { steps: { ...a, [stepKey("a:1")]: { data: 2 } } }),
      "error at the last attempt": await call("error", { steps: a, attempt: 2 }),
      "memoised error, not caught": await call("error", { steps: { ...a, ...bad } }),
      "function error at the last attempt": await call("functionError", { steps: a, attempt: 2 }),
    });
    await expect(JSON.stringify(answers, null, 2)).toMatchFileSnapshot("./testing/contract.golden");
  });

  test("gives the time of a RetryAfterError in seconds or as a date", async () => {
    const { status, noRetry, retryAfter } = await call("later", { steps: a });
    expect({ status, noRetry }).toEqual({ status: 206, noRetry: "false" });
    const seconds = Number(retryAfter);
    const delayMs = Number.isNaN(seconds) ? Date.parse(String(retryAfter)) - Date.now() : seconds * 1000;
    expect(delayMs).toBeGreaterThan(28_000);
    expect(delayMs).toBeLessThanOrEqual(31_000);
  });

  test("registers functions in-band as before", async () => {
    const response = await handler(
      new Request(url, {
        method: "PUT",
        headers: { host: "engine.invalid", "content-type": "application/json", "x-inngest-sync-kind": "in_band" },
        body: JSON.stringify({ url }),
      }),
    );
    expect(response.status).toBe(200);
    const { functions } = (await response.json()) as { functions: unknown };
    await expect(JSON.stringify(functions, null, 2)).toMatchFileSnapshot("./testing/registration.golden");
  });

  test("has no operations that the engine neither implements nor refuses", () => {
    const implemented = "WaitForEvent Step StepRun StepError StepFailed StepPlanned Sleep RunComplete DiscoveryRequest";
    const refused = "WaitForSignal InvokeFunction StepNotFound AIGateway Gateway DeferAdd DeferAbort";
    const known = [...implemented.split(" "), ...refused.split(" ")];
    expect(Object.values(StepOpCode).sort()).toEqual(known.sort());
  });
});
