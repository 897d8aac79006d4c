import { createHash } from "node:crypto";
import fs from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pg } from "@/db/client";
import type { JobStatus } from "@/db/job-state";
import { aJob, anEnvironment, aScript, aWorker } from "@/db/testing/factories";
import { systemActor } from "@/server/auth/actor";
import { environmentFolder, failEnvironmentFolder, makeEnvironmentFolder } from "@/server/environments/folder";
import { phrase } from "@/server/language/text";
import { findAttention } from "./attention";

beforeEach(async () => {
  await pg`delete from jobs`;
  await pg`delete from workers`;
  await aWorker();
});
afterEach(() => vi.restoreAllMocks());

test("nothing needs attention while a worker is online and jobs succeed", async () => {
  expect(await findAttention(systemActor)).toBeNull();
});

test("reports that no worker is online", async () => {
  await pg`delete from workers`;
  expect(await findAttention(systemActor)).toMatchObject({ hasNoWorker: true });
});

test("reports how much space is left on a disk that is almost full", async () => {
  const stats = fs.statfsSync("/");
  vi.spyOn(fs, "statfsSync").mockReturnValue({ ...stats, bsize: 4096, bavail: 1000 });
  expect(await findAttention(systemActor)).toMatchObject({ hasNoWorker: false, lowDiskBytes: 4_096_000 });
});

test("reports scripts whose last three jobs failed; stopped and open jobs do not count", async () => {
  async function scriptWith(...statuses: JobStatus[]) {
    const script = await aScript();
    for (const status of statuses) await aJob({ versionId: script.version.id, status });
    return script;
  }
  const failing = await scriptWith("completed", "failed", "error", "stopped", "interrupted", "running");
  await scriptWith("failed", "failed");
  await scriptWith("failed", "failed", "failed", "completed");
  const worst = await scriptWith("failed", "failed", "failed");
  const disabled = await scriptWith("failed", "failed", "failed");
  await pg`update scripts set is_active = false where id = ${disabled.id}`;
  const found = await findAttention(systemActor);
  expect(found?.failingScripts).toEqual([worst, failing].map(({ slug, name }) => ({ slug, name })));
});

test("reports environments whose build failed", async () => {
  const environment = await anEnvironment({ requirements: "no-such-package-1" });
  const folder = environmentFolder(createHash("sha256").update(environment.name).digest("hex"));
  await makeEnvironmentFolder(folder, {
    python: { path: environment.pythonBinary, version: "3.12.0" },
    asked: environment.pythonBinary,
    requirements: ["no-such-package-1"],
    systemPackages: true,
  });
  expect(await findAttention(systemActor)).toBeNull();
  await failEnvironmentFolder(folder, { text: phrase("Failed") });
  const found = await findAttention(systemActor);
  expect(found?.failedBuilds.map((shown) => shown.environment?.id)).toEqual([environment.id]);
});
