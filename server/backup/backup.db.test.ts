import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { pg } from "@/db/client";
import { connect } from "@/db/connection";
import { migrateDatabase } from "@/db/migrate";
import { aJob, aJobFile, anApiKey, aScript, aUser } from "@/db/testing/factories";
import { env } from "@/server/env";
import { isFullRun } from "@/server/env/testing/thoroughness";
import { discardContents } from "@/server/files/content";
import { aQueuedJob, aRunningWorker, ended, stopWorkers } from "@/server/runner/testing/running";
import type { ContentStore } from "@/server/storage/content-store";
import { contentStore, openContentStore } from "@/server/storage/location";
import { storeStream } from "@/server/storage/store";
import { checkBackup } from "./check";
import { createBackup } from "./create";
import { readManifest, writeManifest } from "./manifest";
import { restoreBackup } from "./restore";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-backup-"));
const migrations = path.resolve("db/migrations");
const quiet = () => undefined;
const url = () => env().DATABASE_URL ?? "";

beforeAll(() => fs.chmodSync(folder, 0o755));
afterEach(stopWorkers);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const aStore = () => openContentStore(fs.mkdtempSync(path.join(folder, "backups-")));

/** Backs this file's database up. */
async function backUp(to: ContentStore, from?: ContentStore) {
  return createBackup(from ?? (await contentStore()), to, { url: url(), secret: "left out", onProgress: quiet });
}

/** Restores the newest backup of a store into a new database. Returns its URL and its contents. */
async function restore(from: ContentStore): Promise<{ url: string; to: ContentStore }> {
  const target = new URL(inject("clusterUrl"));
  target.pathname = `/restored_${process.pid}_${Date.now()}`;
  const to = await aStore();
  const { manifest } = await readManifest(from, undefined);
  await restoreBackup({ from, to }, manifest, { url: target.href, migrations, onProgress: quiet });
  return { url: target.href, to };
}

describe("a backup", () => {
  test("of an instance whose jobs run has every acknowledged job and its files, and restores to the same rows", async () => {
    await aRunningWorker();
    const script = { script: { name: "writer" } };
    const source =
      "import time, os\nopen('result.bin', 'wb').write(os.urandom(20000))\nprint('x' * 5000)\ntime.sleep(0.3)\n";
    const submitted = [];
    for (let index = 0; index < (isFullRun() ? 200 : 12); index += 1) submitted.push(await aQueuedJob(source, script));
    await ended(submitted[0] ?? { id: 0 });
    const before = await pg<{ id: number; status: string }[]>`select id, status from jobs order by id`;
    const backups = await aStore();
    const made = await backUp(backups);
    expect(made.missing).toEqual([]);
    const restored = await restore(backups);
    const database = connect(restored.url, { max: 1 });
    const after = await database<{ id: number; status: string }[]>`select id, status from jobs order by id`;
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    const endedBefore = before.filter(({ status }) => status === "completed").map(({ id }) => id);
    expect(endedBefore.length).toBeGreaterThan(0);
    const files = await database<{ sha256: string; sizeBytes: number }[]>`
      select sha256, size_bytes::int as "sizeBytes" from job_files where job_id = any(${endedBefore})`;
    expect(files).toHaveLength(endedBefore.length);
    for (const { sha256, sizeBytes } of files) expect((await buffer(restored.to.open(sha256))).length).toBe(sizeBytes);
    await database.end();
    // The truth about all rows: a backup of what was restored is the same.
    const second = await aStore();
    await createBackup(restored.to, second, { url: restored.url, secret: "left out", onProgress: quiet });
    const [{ manifest: first }, { manifest: repeated }] = [
      await readManifest(backups, undefined),
      await readManifest(second, undefined),
    ];
    const parts = ({ tables, sequences, contents, migrations: times }: typeof first) => ({
      tables: tables.map(({ schema, name, rows, content }) => [`${schema}.${name}`, rows, content.sha256]),
      sequences,
      contents,
      times,
    });
    expect(parts(repeated)).toEqual(parts(first));
  }, 120_000);

  test("of an unchanged instance copies nothing again, and each backup stays", async () => {
    await aJobFile(await aJob(), { content: randomBytes(1000) });
    const backups = await aStore();
    const first = await backUp(backups);
    expect(first.copied).toBeGreaterThan(0);
    await pg`select pg_sleep(1.1)`; // Backups are named by the second.
    const second = await backUp(backups);
    expect(second).toMatchObject({ copied: 0, present: first.copied });
    expect(second.name).not.toBe(first.name);
    const { manifest } = await readManifest(backups, first.name);
    expect((await checkBackup(backups, manifest, quiet)).problems).toEqual([]);
  });

  test("keeps contents from removal until it is complete", async () => {
    const content = await storeStream(Readable.from([randomBytes(100)]), 1000);
    const store = await contentStore();
    const backups = await aStore();
    let sizeDuring: number | null = null;
    // The store is listed while contents are copied.
    backups.list = async function* (shard) {
      await discardContents([content]);
      sizeDuring = await store.size(content.sha256);
      yield* (await openContentStore(backups.location)).list(shard);
    };
    await aJobFile(await aJob(), { content: randomBytes(10) });
    await backUp(backups);
    expect(sizeDuring).toBe(100);
    await discardContents([content]);
    expect(await store.size(content.sha256)).toBeNull();
  });

  test("says which contents the instance has lost, and the check finds them", async () => {
    const file = await aJobFile(await aJob(), { content: randomBytes(10) });
    await (await contentStore()).remove(file.sha256);
    const backups = await aStore();
    expect((await backUp(backups)).missing).toEqual([file.sha256]);
    const { manifest } = await readManifest(backups, undefined);
    expect((await checkBackup(backups, manifest, quiet)).problems).toEqual([`${file.sha256} is missing.`]);
    await expect(restore(backups)).rejects.toThrow("The backup lacks 1 of its contents");
    await pg`delete from job_files where id = ${file.id}`;
    await pg`delete from files where sha256 = ${file.sha256}`;
  });

  test("whose bytes have changed is found by the check", async () => {
    await aUser();
    const file = await aJobFile(await aJob(), { content: randomBytes(10) });
    const backups = await aStore();
    await backUp(backups);
    const { manifest } = await readManifest(backups, undefined);
    fs.writeFileSync(await backups.localFile(file.sha256), randomBytes(10));
    const users = manifest.tables.find(({ name }) => name === "users");
    fs.appendFileSync(await backups.localFile(users?.content.sha256 ?? ""), "x");
    const { problems } = await checkBackup(backups, manifest, quiet);
    expect(problems).toEqual([
      `The table public.users: ${users?.content.sha256} is damaged.`,
      `${file.sha256} is damaged.`,
    ]);
  });

  test("keeps any text, and keys by which programs sign in", async () => {
    const user = await aUser({ fullName: "tab\tline\nback\\slash “quoted” \\N 日本" });
    await anApiKey({ userId: user.id });
    await aScript({ name: "a\\.b" });
    const backups = await aStore();
    await backUp(backups);
    const restored = await restore(backups);
    const database = connect(restored.url, { max: 1 });
    const [row] = await database`select full_name as name from users where id = ${user.id}`;
    expect(row?.name).toBe(user.fullName);
    const keys = await database`select key_hash from api_keys where user_id = ${user.id}`;
    expect(keys).toEqual(await pg`select key_hash from api_keys where user_id = ${user.id}`);
    // Ids go on where they were.
    const [next] = await database`insert into users (username, password_hash) values ('next', 'x') returning id`;
    expect(next?.id).toBeGreaterThan(user.id);
    await database.end();
  });
});

describe("a restore", () => {
  test("is refused where there is data, and by a version that does not know the backup", async () => {
    await aUser();
    const backups = await aStore();
    await backUp(backups);
    const { manifest } = await readManifest(backups, undefined);
    const into = { url: url(), migrations, onProgress: quiet };
    const stores = { from: backups, to: await aStore() };
    await expect(restoreBackup(stores, manifest, into)).rejects.toThrow("This instance has data of its own.");
    const newer = { ...manifest, migrations: [...manifest.migrations, Date.now()] };
    await expect(restoreBackup(stores, newer, into)).rejects.toThrow("made by a newer version of Wooey");
    await writeManifest(backups, { ...manifest, createdAt: "2999-01-01T00:00:00Z" });
    expect((await readManifest(backups, undefined)).name).toBe("backup-29990101T000000Z");
    await expect(readManifest(await aStore(), undefined)).rejects.toThrow("There is no backup in");
  });

  test("of a backup with an older schema ends with the newest one", async () => {
    const old = fs.mkdtempSync(path.join(folder, "migrations-"));
    fs.cpSync(migrations, old, { recursive: true });
    const file = path.join(old, "meta", "_journal.json");
    const journal = JSON.parse(fs.readFileSync(file, "utf8"));
    fs.writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, -1) }));
    const before = new URL(inject("clusterUrl"));
    before.pathname = `/old_${process.pid}`;
    await migrateDatabase(before.href, old);
    const backups = await aStore();
    await createBackup(await aStore(), backups, { url: before.href, secret: "left out", onProgress: quiet });
    const restored = await restore(backups);
    const database = connect(restored.url, { max: 1 });
    const [row] = await database`select count(*)::int as count from drizzle.__drizzle_migrations`;
    expect(row?.count).toBe(journal.entries.length);
    await database.end();
  });
});
