import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { openLocalDisk } from "./local-disk";
import { describeContentStore } from "./testing/contract";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-store-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describeContentStore("a folder", async () => openLocalDisk(fs.mkdtempSync(path.join(folder, "store-"))));
