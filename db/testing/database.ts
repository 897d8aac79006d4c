import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, inject } from "vitest";
import { connect } from "../connection";

// Loaded before each database test file. The file gets a data folder, and a database that is copied from the migrated
// template in about 40 ms.
const clusterUrl = inject("clusterUrl");
const name = `test_${randomBytes(6).toString("hex")}`;
const admin = connect(clusterUrl, { max: 1 });
await admin.unsafe(`create database ${name} template template_wooey`);
await admin.end();

const url = new URL(clusterUrl);
url.pathname = `/${name}`;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-data-"));
fs.chmodSync(folder, 0o755);
process.env.DATABASE_URL = url.href;
process.env.WOOEY_DATA_DIR = folder;
process.env.WOOEY_ENABLE_API_KEYS = "true";
// Tests install packages from a server of theirs, by its address.
process.env.WOOEY_ALLOW_PACKAGE_SOURCES = "true";

afterAll(async () => {
  const { closeDatabase } = await import("../client");
  await closeDatabase();
  fs.rmSync(folder, { recursive: true, force: true });
});
