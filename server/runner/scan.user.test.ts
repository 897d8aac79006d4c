import fs from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { env } from "@/server/env";
import { becomeOrdinaryUser } from "../sandbox/testing/ordinary-user";
import { scanFolder } from "./scan";

becomeOrdinaryUser();
afterAll(() => fs.rmSync(env().WOOEY_DATA_DIR, { recursive: true, force: true }));

test("a folder whose names can be listed but not opened is skipped, and so is one that cannot be listed", async () => {
  const folder = fs.mkdtempSync(path.join(env().WOOEY_DATA_DIR, "scan-"));
  const closed = [path.join(folder, "listed"), path.join(folder, "closed")];
  for (const each of closed) {
    fs.mkdirSync(each);
    fs.writeFileSync(path.join(each, "file"), "");
  }
  fs.writeFileSync(path.join(folder, "open"), "");
  for (const [n, each] of closed.entries()) fs.chmodSync(each, n === 0 ? 0o444 : 0);
  const { files } = await scanFolder(folder, { entriesMax: 100 }).finally(() => {
    for (const each of closed) fs.chmodSync(each, 0o755);
  });
  expect(files.map((file) => file.path)).toEqual(["open"]);
});
