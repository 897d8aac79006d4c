import { Inngest } from "inngest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { until } from "../engine/testing/until";
import { addEvents } from "../outbox";
import { type LinkOptions, startLink } from "./link";
import { type Behaviour, type StandIn, startStandIn } from "./testing/stand-in";

const servedAt = "http://web:3000/api/inngest";
const log: string[] = [];
const registered: string[] = [];
let server: StandIn;
const links: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  await pg`delete from engine.events`;
  await pg`delete from engine.server`;
  log.length = registered.length = 0;
  server = await startStandIn();
});
afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.stop()));
  await server.close();
});

async function link(options: Partial<LinkOptions> = {}): Promise<void> {
  links.push(
    await startLink({
      baseUrl: server.baseUrl,
      eventKey: "the-key",
      answerMsMax: 300,
      servedAt,
      register: async (address) => void registered.push(address),
      onLog: (line) => log.push(line),
      backoffMs: () => 100,
      ...options,
    }),
  );
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `e${n}`, name: "test/n", data: { n } }));
const state = async () => (await pg`select * from engine.server`)[0];
const unsent = async () => (await pg`select id from engine.events where scheduled_at is null`).length;
const all = (count: number) => until(async () => server.events.size === count && (await unsent()) === 0, "all events");

describe("a link", () => {
  test("sends events as the SDK's own client does, in their order, and each once", async () => {
    const client = new Inngest({ id: "x", isDev: false, eventKey: "the-key", baseUrl: server.baseUrl });
    const events = [
      { id: "a", name: "test/a", data: { n: 1 }, ts: 5 },
      { id: "b", name: "test/b", data: { text: "ü\u0000" }, ts: 6 },
    ];
    await client.send(events);
    await addEvents(events);
    await link();
    await until(async () => (await unsent()) === 0, "the events");
    const [theirs, ours, ...others] = server.requests;
    expect(ours?.path).toBe(theirs?.path);
    expect(ours?.body).toEqual(theirs?.body.map((event) => ({ user: {}, ...event })));
    expect(others).toEqual([]);
  });

  test("registers the functions before it sends anything", async () => {
    await addEvents(numbered(1));
    let attempts = 0;
    await link({
      register: async () => {
        expect(server.requests).toEqual([]);
        attempts++;
        if (attempts < 3) throw new Error("no such key");
      },
    });
    await until(async () => (await state())?.registration_error === "no such key", "the failure to be recorded");
    await all(1);
    expect(attempts).toBe(3);
    expect(await state()).toMatchObject({
      base_url: server.baseUrl,
      served_at: servedAt,
      registered_at: expect.any(Date),
      registration_error: null,
      sent_at: expect.any(Date),
      send_error: null,
    });
    const reason = "has not taken the functions: no such key. Wooey tries again; jobs run meanwhile.";
    expect(log).toEqual([
      `The Inngest server ${server.baseUrl} ${reason}`,
      `The Inngest server ${server.baseUrl} answers again.`,
    ]);
  });

  test.each<[Behaviour | "gone", RegExp]>([
    ["hangs", /does not answer within 0.3 s/],
    ["late", /does not answer within 0.3 s/],
    ["fails", /answers 500: \{"error":"the stand-in fails"\}/],
    ["floods", /answers 500: x{300}$/],
    ["hangs up", /cannot be reached/],
    ["gone", /cannot be reached \(ECONNREFUSED\)/],
  ])("keeps events while the server %s, and each arrives once when it is back", async (fault, reason) => {
    await link();
    await until(() => registered.length === 1, "the registration");
    if (fault === "gone") await server.close();
    else server.behaviour = fault;
    const startedAt = performance.now();
    await addEvents(numbered(20));
    expect(performance.now() - startedAt).toBeLessThan(200);
    await until(async () => reason.test((await state())?.send_error ?? ""), `the reason: ${reason}`);
    // It registers again each time, because the server may have lost its functions meanwhile.
    await until(() => registered.length >= 3, "further attempts");
    expect(await unsent()).toBe(20);
    expect(JSON.stringify([log, await state()])).not.toContain("the-key");
    if (fault === "gone") await server.open();
    server.behaviour = "answers";
    await all(20);
    expect([...server.events.values()].map(({ data }) => data.n)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(await state()).toMatchObject({ send_error: null });
  });

  test("shares the events with other links: each is sent by one of them", async () => {
    for (let n = 0; n < 4; n++) await link();
    for (let n = 0; n < 10; n++) await addEvents(numbered((n + 1) * 50).slice(n * 50));
    await all(500);
    expect(server.requests.flatMap(({ body }) => body)).toHaveLength(500);
  });

  test("takes over what a link has left that died while it was sending", async () => {
    await addEvents(numbered(3));
    await pg`update engine.events set due_at = now() + interval '1 hour' where id = 'e0'`; // Another link sends it.
    await pg`update engine.events set due_at = now() - interval '1 second' where id = 'e1'`; // It has not returned.
    await link();
    await until(async () => (await unsent()) === 1, "two of three");
    expect([...server.events.keys()]).toEqual(["e1", "e2"]);
  });

  test("leaves out an event that the server refuses for good, and says so", async () => {
    server.refusedIds.add("e1");
    await addEvents(numbered(4));
    await link();
    await until(async () => (await unsent()) === 0, "the events");
    expect([...server.events.keys()]).toEqual(["e0", "e2", "e3"]);
    expect(log).toEqual([
      'The Inngest server refuses the event e1: it answers 400: {"status":400,"error":"not a valid event"}',
    ]);
  });

  test("does not send what the embedded engine has told itself", async () => {
    await addEvents([{ id: "f", name: "inngest/function.failed", data: {} }, ...numbered(1)]);
    await link();
    await until(async () => (await unsent()) === 1, "the other event");
    expect([...server.events.keys()]).toEqual(["e0"]);
  });
});
