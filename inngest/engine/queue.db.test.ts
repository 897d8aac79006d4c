import { beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { claimItems } from "./claim";
import { addItem, keepItem, releaseDead, retryItem, settleItem } from "./queue";

const me = "wooey-test:1";

beforeEach(async () => {
  await pg`delete from engine.runs`;
});

async function add(count: number, limits?: { key: string; limit: number }[]): Promise<void> {
  for (let n = 0; n < count; n++) {
    const [run] = await pg`
      insert into engine.runs (id, function_id, event) values (gen_random_uuid(), 'f', '{}') returning id`;
    await addItem(pg, me, { runId: run?.id, functionId: "f", kind: "call", limits });
  }
}

const claim = (free = 10) => claimItems(pg, { owner: me, functionIds: ["f"] }, { free });

describe("claimItems", () => {
  test("claims only due items of functions that the engine has, and no more than requested", async () => {
    await add(3);
    expect(await claimItems(pg, { owner: me, functionIds: ["other"] }, { free: 10 })).toEqual([]);
    await pg`update engine.items set due_at = now() + interval '1 hour' where id = (select min(id) from engine.items)`;
    expect(await claim(1)).toHaveLength(1);
    expect(await claim()).toHaveLength(1);
    expect(await claim()).toEqual([]);
  });

  test("never claims more items of a key than its limit, however many engines claim at the same time", async () => {
    await add(6, [{ key: "k", limit: 2 }]);
    const claimed = await Promise.all(
      ["a", "b", "c"].map((owner) => claimItems(pg, { owner, functionIds: ["f"] }, { free: 10 })),
    );
    expect(claimed.flat()).toHaveLength(2);
  });

  test("never exceeds limits while many engines claim items of the same two keys in opposite order", async () => {
    for (let n = 0; n < 20; n++) {
      const keys = [
        { key: "a", limit: 3 },
        { key: "b", limit: 5 },
      ];
      await add(1, n % 2 ? keys : keys.reverse());
    }
    const owners = Array.from({ length: 8 }, (_, n) => `wooey-test:${n}`);
    const claimed = await Promise.all(
      owners.map((owner) => claimItems(pg, { owner, functionIds: ["f"] }, { free: 10 })),
    );
    expect(claimed.flat()).toHaveLength(3);
  });

  test("does not wait for an engine that is claiming items without limits, or with other keys", async () => {
    await add(1);
    await add(2, [{ key: "a", limit: 1 }]);
    await add(2, [{ key: "b", limit: 1 }]);
    await pg.begin(async (tx) => {
      const other = { owner: "wooey-other:1", functionIds: ["f"] };
      await tx`select 1 from engine.items where key1 is null for update`;
      await tx`select pg_advisory_xact_lock(hashtextextended('a', 0))`;
      await pg`update engine.items set due_at = now() + interval '1 hour' where key1 = 'a'`;
      expect(await claimItems(pg, other, { free: 10 })).toHaveLength(1);
    });
  });

  test("claims items that may have killed their engines one at a time, together with others", async () => {
    await add(5);
    await pg`update engine.items set claims = 2 where id in (select id from engine.items order by id limit 3)`;
    const claimed = await claim();
    expect(claimed.map((item) => item.claims).sort()).toEqual([1, 1, 3]);
    expect(await claim()).toEqual([]);
    const suspect = claimed.find((item) => item.claims === 3);
    if (!suspect) throw new Error("no suspect");
    expect(await pg.begin((tx) => settleItem({ tx, owner: me, item: suspect }))).toBe(true);
    expect(await claim()).toHaveLength(1);
  });
});

describe("a lost lease", () => {
  test("makes all results of the old owner ineffective", async () => {
    await add(1);
    const [item] = await claim();
    if (!item) throw new Error("no item");
    await pg`update engine.items set lease_until = now() - interval '1 second'`;
    expect(await releaseDead(pg)).toBe(1);
    const [second] = await claimItems(pg, { owner: "wooey-other:1", functionIds: ["f"] }, { free: 1 });
    expect(second).toMatchObject({ id: item.id, generation: item.generation + 1 });
    for (const act of [settleItem, keepItem]) expect(await pg.begin((tx) => act({ tx, owner: me, item }))).toBe(false);
    expect(await pg.begin((tx) => retryItem({ tx, owner: me, item }, 0))).toBe(false);
  });

  test("frees one of two discovery calls of a run", async () => {
    await add(1);
    const [first] = await claim();
    await pg`insert into engine.items (run_id, function_id, kind, attempts_max) values (${first?.runId ?? ""}, 'f', 'call', 1)`;
    await claim();
    expect(await releaseDead(pg)).toBe(2);
    expect(await pg`select owner from engine.items`).toEqual([{ owner: null }]);
  });
});

describe("retryItem", () => {
  test("changes neither an item that another engine has freed nor the one that waits instead", async () => {
    await add(1);
    const [item] = await claim();
    if (!item) throw new Error("no item");
    await pg`update engine.items set lease_until = now() - interval '1 second'`;
    await releaseDead(pg);
    expect(await pg.begin((tx) => retryItem({ tx, owner: me, item }, 0))).toBe(false);
    expect(await claimItems(pg, { owner: "wooey-other:1", functionIds: ["f"] }, { free: 1 })).toMatchObject([
      { id: item.id },
    ]);
  });

  test("replaces a discovery call that was queued in the meantime", async () => {
    await add(1);
    const [item] = await claim();
    if (!item) throw new Error("no item");
    await addItem(pg, me, { runId: item.runId, functionId: "f", kind: "call" });
    expect(await pg.begin((tx) => retryItem({ tx, owner: me, item }, 0))).toBe(true);
    expect(await claim()).toMatchObject([{ id: item.id, attempt: 1 }]);
  });
});

describe("releaseDead", () => {
  test("frees each item once and loses none when several engines call it at the same time", async () => {
    await add(30);
    await claim(30);
    const freed = await Promise.all(Array.from({ length: 6 }, () => releaseDead(pg)));
    expect(freed.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect([...(await pg`select owner, claims from engine.items`)]).toEqual(Array(30).fill({ owner: null, claims: 1 }));
  });

  test("does not wait for an engine that is claiming or freeing other items", async () => {
    await add(2);
    const [held] = await claim(1);
    await claim(1);
    await pg.begin(async (tx) => {
      await tx`select 1 from engine.items where id = ${held?.id ?? ""} for update`;
      expect(await releaseDead(pg)).toBe(1);
    });
    expect(await releaseDead(pg)).toBe(1);
  });
});
