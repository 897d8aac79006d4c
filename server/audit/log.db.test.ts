import { afterAll, beforeAll, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { anAnonymous } from "@/db/testing/factories";
import { systemActor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { followAudit, printQueued } from "./log";
import { recordAudit } from "./record";

const settings = env();
beforeAll(() => {
  settings.WOOEY_AUDIT_LOG = true;
});
afterAll(() => {
  settings.WOOEY_AUDIT_LOG = false;
});

const record = (target: string, detail: Record<string, unknown> = {}) =>
  recordAudit(db, systemActor, { action: "x.printed", target, detail });

test("prints each entry once it is stored, as one line of JSON, and those from before it started", async () => {
  await record("before");
  const lines: string[] = [];
  const stop = await followAudit((line) => lines.push(line));
  await expect.poll(() => lines.length).toBe(1);
  await record("after", { text: "two\nlines \u0007\u0085\u2028\u202e" });
  await expect.poll(() => lines.length).toBe(2);
  await stop();
  expect(lines.every((line) => /^[\x20-\x7e]+\n$/.test(line))).toBe(true);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { type: "wooey.audit", action: "x.printed", target: "before", actor: "the system", detail: {} },
    { target: "after", at: expect.stringMatching(/Z$/), detail: { text: "two\nlines \u0007\u0085\u2028\u202e" } },
  ]);
});

test("prints nothing of what was undone, and keeps what could not be printed", async () => {
  await db
    .transaction(async (tx) => {
      await recordAudit(tx, anAnonymous(), { action: "x.undone", target: "" });
      throw new Error("undo");
    })
    .catch(() => undefined);
  await record("kept");
  const failing = printQueued(() => {
    throw new Error("The pipe is closed.");
  });
  await expect(failing).rejects.toThrow("The pipe is closed.");
  const lines: string[] = [];
  await printQueued((line) => lines.push(line));
  expect(lines.map((line) => JSON.parse(line).target)).toEqual(["kept"]);
  expect(await pg`select from audit_log_queue`).toEqual([]);
});
