import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { isDataFolderInUse, lockDataFolder } from "./instance-lock";
import { aFolder, hold, removeHolders } from "./testing/holders";

afterAll(removeHolders);

describe("the lock of a data folder", () => {
  test("refuses a second instance, and names the first", async () => {
    const folder = aFolder();
    const first = await hold("lock", folder, { inContainer: false });
    expect(isDataFolderInUse(folder)).toBe(true);
    await expect(lockDataFolder(folder)).rejects.toThrow(`(process ${first.pid()}). Stop it first`);
  });

  test("is free at once when the process that held it was killed, and when it is released", async () => {
    const folder = aFolder();
    const first = await hold("lock", folder, { inContainer: false });
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    const startedAt = Date.now();
    const lock = await lockDataFolder(folder);
    lock.release();
    (await lockDataFolder(folder)).release();
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test("is free at once when the machine was started again, or a process died while it wrote the lock", async () => {
    const folder = aFolder();
    const file = path.join(folder, "instance.lock");
    const lock = await lockDataFolder(folder);
    const holder = JSON.parse(fs.readFileSync(file, "utf8"));
    lock.release();
    fs.writeFileSync(file, JSON.stringify({ ...holder, realm: { ...holder.realm, bootId: "earlier" } }));
    const startedAt = Date.now();
    (await lockDataFolder(folder)).release();
    expect(Date.now() - startedAt).toBeLessThan(1_000);
  });

  test("is taken by one of many processes", async () => {
    const folder = aFolder();
    fs.writeFileSync(
      path.join(folder, "instance.lock"),
      JSON.stringify({ pid: 999_999_999, startTicks: "1", bootId: "" }),
    );
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(folder)));
    const taken = tries.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    expect(taken.length).toBe(1);
    taken[0]?.release();
  });
});
