import { describe, expect, test } from "vitest";
import { functions } from "../functions/all";
import type { EngineEvent } from "./protocol";
import { attemptsMaxOf, checkFunction, limitsOf, priorityOf, readRegistry } from "./registry";
import { makeFunctions } from "./testing/functions";
import { makeClient, makeHandler } from "./testing/harness";
import { verdicts } from "./testing/verdicts";

const client = makeClient();
const doNothing = async () => undefined;
const withOptions = (options: object) =>
  client.createFunction({ id: "asks", triggers: [{ event: "test/asks" }], ...options }, doNothing);

describe("readRegistry", () => {
  test.each([
    ["throttle", { throttle: { limit: 1, period: "1s" } }],
    ["rateLimit", { rateLimit: { limit: 1, period: "1s" } }],
    ["debounce", { debounce: { period: "1s" } }],
    ["batchEvents", { batchEvents: { maxSize: 2, timeout: "1s" } }],
    ["singleton", { singleton: { mode: "skip" } }],
  ])("refuses a function that uses %s, by name", async (feature, options) => {
    const refused = readRegistry(makeHandler(client, [withOptions(options)]));
    await expect(refused).rejects.toMatchObject({ name: "StartError" });
    await expect(refused).rejects.toThrow(`"test-asks": it uses ${feature}, which the engine does not have`);
  });

  test.each([
    ["not a valid expression", { triggers: [{ event: "test/asks", if: "event.data. ==" }] }],
    ["not a valid expression", { idempotency: "1 +" }],
    ["not a duration", { timeouts: { start: "soon" } }],
    ["not the five fields", { triggers: [{ cron: "* * * * * *" }] }],
    ["has a wildcard", { triggers: [{ event: "test/*" }] }],
  ])("refuses a function and says that it %s: %o", async (problem, options) => {
    const refused = readRegistry(makeHandler(client, [withOptions(options)]));
    await expect(refused).rejects.toThrow(problem);
  });

  test.each(verdicts)("$what: refused by an Inngest server and by the engine, or by neither", async (verdict) => {
    const { options, isRefused } = verdict;
    const read = readRegistry(makeHandler(client, [withOptions(options)]));
    const outcome = await read.then(
      () => false,
      (error) => error.name === "StartError",
    );
    expect(outcome).toBe(isRefused);
  });

  test("refuses an option that is not known", () => {
    const config = { id: "f", triggers: [], steps: { step: {} }, teleport: true };
    expect(() => checkFunction(config)).toThrow(/"f"/);
  });

  test("accepts every function of the product and of the tests", async () => {
    const product = await readRegistry(makeHandler(makeClient("wooey"), functions));
    expect(product.ids).toEqual(expect.arrayContaining(["wooey-store-output", "wooey-sweep", "wooey-expire"]));
    const all = makeFunctions(client);
    expect((await readRegistry(makeHandler(client, all))).ids.length).toBeGreaterThan(all.length);
  });
});

describe("a function's settings", () => {
  const event: EngineEvent = { id: "e", name: "test/asks", ts: 0, user: {}, data: { user: "ann", p: 700 } };

  test("become attempts, limits by key, and a priority within Inngest's bounds", async () => {
    const concurrency = [
      { limit: 2, key: "event.data.user" },
      { limit: 5, scope: "account", key: '"all"' },
    ];
    const asks = withOptions({ retries: 3, concurrency, priority: { run: "event.data.p" } });
    const config = (await readRegistry(makeHandler(client, [asks]))).byId.get("test-asks");
    if (!config) throw new Error("no function");
    expect(attemptsMaxOf(config)).toBe(4);
    expect(limitsOf(config, event)).toEqual([
      { key: 'test-asks event.data.user "ann"', limit: 2 },
      { key: 'account "all" "all"', limit: 5 },
    ]);
    expect(priorityOf(config, event)).toBe(600);
    expect(priorityOf(config, { ...event, data: {} })).toBe(0);
  });
});
