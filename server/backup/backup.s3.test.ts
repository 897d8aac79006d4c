import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, expect, inject, test } from "vitest";
import { connect } from "@/db/connection";
import { aJob, aJobFile } from "@/db/testing/factories";
import { env } from "@/server/env";
import { copyAll } from "@/server/storage/copy-content";
import { contentStore, openContentStore } from "@/server/storage/location";
import { putBytes } from "@/server/storage/testing/contract";
import { checkBackup } from "./check";
import { createBackup } from "./create";
import { readManifest } from "./manifest";
import { restoreBackup } from "./restore";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-move-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
const onProgress = () => undefined;
const aBucket = () => openContentStore(`s3://tests/${randomUUID()}`);
const aFolder = () => openContentStore(fs.mkdtempSync(path.join(folder, "store-")));

test("files move to a bucket and back; what is there is not copied again, and damaged bytes do not arrive", async () => {
  const [disk, bucket, back] = [await aFolder(), await aBucket(), await aFolder()];
  const contents = [randomBytes(0), randomBytes(10), randomBytes(100_000)];
  const stored = await Promise.all(contents.map((bytes) => putBytes(disk, bytes)));
  await disk.writeText("note", "text");
  expect(await copyAll(disk, bucket, onProgress)).toEqual({ copied: 3, copiedBytes: 100_010, present: 0 });
  const added = await putBytes(disk, randomBytes(7));
  expect(await copyAll(disk, bucket, onProgress)).toEqual({ copied: 1, copiedBytes: 7, present: 3 });
  await copyAll(bucket, back, onProgress);
  for (const [index, sha256] of stored.entries()) expect(await buffer(back.open(sha256))).toEqual(contents[index]);
  expect(await back.readText("note")).toBe("text");
  const damaged = await putBytes(disk, randomBytes(8));
  fs.writeFileSync(await disk.localFile(damaged), randomBytes(8));
  await expect(copyAll(disk, bucket, onProgress)).rejects.toMatchObject({
    reason: expect.stringContaining("is damaged"),
  });
  expect([await bucket.size(damaged), await bucket.size(added)]).toEqual([null, 7]);
});

test("a backup in a bucket is complete, and restores into another bucket", async () => {
  const bytes = randomBytes(5_000);
  const file = await aJobFile(await aJob(), { content: bytes });
  const [backups, target] = [await aBucket(), await aBucket()];
  await createBackup(await contentStore(), backups, { url: env().DATABASE_URL ?? "", secret: "left out", onProgress });
  const { manifest } = await readManifest(backups, undefined);
  expect((await checkBackup(backups, manifest, onProgress)).problems).toEqual([]);
  const url = new URL(inject("clusterUrl"));
  url.pathname = `/restored_s3_${process.pid}`;
  const migrations = path.resolve("db/migrations");
  await restoreBackup({ from: backups, to: target }, manifest, { url: url.href, migrations, onProgress });
  const database = connect(url.href, { max: 1 });
  const rows = await database<{ sha256: string }[]>`select sha256 from job_files where id = ${file.id}`;
  await database.end();
  expect(await buffer(target.open(rows[0]?.sha256 ?? ""))).toEqual(bytes);
});
