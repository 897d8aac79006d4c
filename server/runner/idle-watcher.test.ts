import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { createIdleWatcher } from "./idle-watcher";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-idle-"));

test("notifies of the first of many changes, of the first one after the next watch, and of the folder's removal", async () => {
  let changes = 0;
  let onNextChange = () => {};
  const watcher = createIdleWatcher(folder, () => {
    changes++;
    onNextChange();
  });
  const nextChange = () =>
    new Promise<void>((resolve) => {
      onNextChange = resolve;
    });
  const print = () => {
    const changed = nextChange();
    for (let n = 0; n < 100; n++) fs.appendFileSync(path.join(folder, "stdout"), "x\n");
    return changed;
  };
  const unwatchedMs = watcher.watch();
  expect(watcher.watch()).toBeGreaterThan(unwatchedMs);
  await print();
  expect(changes).toBe(1);
  expect(watcher.watch()).toBe(unwatchedMs);
  await print();
  expect(changes).toBe(2);
  watcher.watch();
  const removed = nextChange();
  fs.rmSync(folder, { recursive: true });
  await removed;
  expect(changes).toBe(3);
});

test("keeps the short poll interval when the folder cannot be watched", () => {
  const watcher = createIdleWatcher(path.join(folder, "gone"), () => {});
  expect(watcher.watch()).toBe(watcher.watch());
});
