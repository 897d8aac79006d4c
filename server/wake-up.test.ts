import { describe, expect, test } from "vitest";
import { createWakeUp } from "./wake-up";

const NEVER_MS = 60_000;

describe("createWakeUp", () => {
  test("ends a wait when it is woken", async () => {
    const wakeUp = createWakeUp();
    const waiting = wakeUp.wait(NEVER_MS);
    wakeUp.wake();
    expect(await waiting).toBe(true);
  });

  test("ends a wait when its time is over", async () => {
    expect(await createWakeUp().wait(1)).toBe(false);
  });

  test("remembers a wake-up that came while nothing waited, once", async () => {
    const wakeUp = createWakeUp();
    wakeUp.wake();
    wakeUp.wake();
    expect(await wakeUp.wait(NEVER_MS)).toBe(true);
    expect(await wakeUp.wait(1)).toBe(false);
  });

  test("lets events that are already pending happen before a remembered wake-up ends the wait", async () => {
    const wakeUp = createWakeUp();
    const order: string[] = [];
    setImmediate(() => order.push("event"));
    wakeUp.wake();
    await wakeUp.wait(NEVER_MS);
    expect(order).toEqual(["event"]);
  });
});
