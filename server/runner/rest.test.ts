import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { makeRest } from "./rest";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-rest-"));

test("rings once at the first of many changes, and again after another beginning, and when the folder goes", async () => {
  let rings = 0;
  let heard = () => {};
  const rest = makeRest(folder, () => {
    rings++;
    heard();
  });
  const print = () => {
    const ringing = new Promise<void>((resolve) => {
      heard = resolve;
    });
    for (let n = 0; n < 100; n++) fs.appendFileSync(path.join(folder, "stdout"), "x\n");
    return ringing;
  };
  const deafMs = rest.begin();
  expect(rest.begin()).toBeGreaterThan(deafMs);
  await print();
  expect(rings).toBe(1);
  expect(rest.begin()).toBe(deafMs);
  await print();
  expect(rings).toBe(2);
  rest.begin();
  const ended = new Promise<void>((resolve) => {
    heard = resolve;
  });
  fs.rmSync(folder, { recursive: true });
  await ended;
  expect(rings).toBe(3);
});

test("is to be looked at as often as before where it cannot listen", () => {
  const rest = makeRest(path.join(folder, "gone"), () => {});
  expect(rest.begin()).toBe(rest.begin());
});
