import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { actorOf, anAnonymous, aStaffUser, aStoredFile, aUser } from "@/db/testing/factories";
import { systemActor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { startDouble } from "@/server/storage/testing/clamd";
import { getInstanceOverview } from "./overview";

describe("getInstanceOverview", () => {
  test("returns version, storage and what the machine needs", async () => {
    const before = await getInstanceOverview(systemActor);
    await aStoredFile("x".repeat(1000));
    const folder = path.join(env().WOOEY_DATA_DIR, "jobs", "1", "1", "work");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "a.txt"), "x".repeat(10_000));
    fs.symlinkSync("/etc", path.join(folder, "link"));
    const after = await getInstanceOverview(systemActor);
    expect(after.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(after.storage.filesBytes).toBe(before.storage.filesBytes + 1000);
    expect(after.storage.jobFoldersBytes).toBeGreaterThanOrEqual(10_000);
    expect(after.storage.jobFoldersBytes).toBeLessThan(100_000);
    expect(after.storage).toMatchObject({ isFullCount: true, files: before.storage.files + 1 });
    expect(after.storage.databaseBytes).toBeGreaterThan(1_000_000);
    expect(after.findings.map((finding) => finding.what).join()).toContain(env().WOOEY_DATA_DIR);
  });

  test("says whether the virus scanner responds, if one is set", async () => {
    const states = async () =>
      (await getInstanceOverview(systemActor)).findings
        .filter(({ what }) => what.toLowerCase().includes("virus scanner"))
        .map(({ state }) => state);
    expect(await states()).toEqual([]);
    const scanner = await startDouble();
    env().WOOEY_CLAMD = scanner.address;
    expect(await states()).toEqual(["ok"]);
    await scanner.stop();
    expect(await states()).toEqual(["missing"]);
    delete env().WOOEY_CLAMD;
  });

  test("requires staff", async () => {
    await expect(getInstanceOverview(anAnonymous())).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(getInstanceOverview(await actorOf(await aUser()))).rejects.toMatchObject({ code: "forbidden" });
    await getInstanceOverview(await actorOf(await aStaffUser()));
  });
});
