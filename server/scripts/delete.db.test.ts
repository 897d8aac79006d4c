import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import type { JobStatus } from "@/db/job-state";
import { favorites } from "@/db/schema/favorites";
import { jobs } from "@/db/schema/jobs";
import { actorOf, aJob, aJobFile, aScript, aStaffUser, aUser, aVersion } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { removeUnreferencedContents } from "@/server/files/remove-unreferenced";
import { isStored } from "@/server/storage/store";
import { countScriptContents, deleteScript, deleteVersion } from "./delete";
import { findScript } from "./queries";

const aStaffActor = async () => actorOf(await aStaffUser());

/** A script with a second version, two jobs with a file each, and a star. */
async function aUsedScript(status: JobStatus = "completed") {
  const script = await aScript();
  const second = await aVersion(script);
  const made = [await aJob({ versionId: script.version.id }), await aJob({ versionId: second.id, status })];
  const files = [await aJobFile(made[0] as { id: number }), await aJobFile(made[1] as { id: number })];
  await db.insert(favorites).values({ userId: (await aUser()).id, scriptId: script.id });
  await pg`update jobs set status = 'completed', ended_at = now() where id = ${made[0]?.id ?? 0}`;
  return { script, second, jobs: made, files };
}

describe("deleteScript", () => {
  test("deletes versions, jobs, files and stars, as announced, and writes an audit entry", async () => {
    const staff = await aStaffActor();
    const { script, jobs: made, files } = await aUsedScript();
    expect(await countScriptContents(staff, script.slug)).toEqual({ versions: 2, jobs: 2, openJobs: 0, files: 2 });
    await deleteScript(staff, script.slug, { confirmation: script.name });
    expect(await findScript(staff, script.slug)).toBeNull();
    expect(await db.$count(jobs, eq(jobs.id, made[0]?.id ?? 0))).toBe(0);
    expect(await db.$count(favorites, eq(favorites.scriptId, script.id))).toBe(0);
    const [entry] = (await listAudit(staff, { target: `script:${script.slug}` })).rows;
    expect(entry).toMatchObject({ action: "script.delete", detail: { name: script.name, versions: 2, jobs: 2 } });
    // Two hours later, nothing of it remains in storage, not even the script.
    await pg`update files set created_at = now() - interval '2 hours'`;
    while ((await removeUnreferencedContents()) > 0);
    const contents = [script.version.sha256, ...files.map((file) => file.sha256)];
    expect(await Promise.all(contents.map(isStored))).toEqual([false, false, false]);
  });

  test.each(["submitted", "queued", "running"] as const)("is refused while a job is %s", async (status) => {
    const staff = await aStaffActor();
    const { script } = await aUsedScript(status);
    expect((await countScriptContents(staff, script.slug)).openJobs).toBe(1);
    await expect(deleteScript(staff, script.slug, { confirmation: script.name })).rejects.toMatchObject({
      code: "conflict",
      message: "1 job is waiting or running. Stop it first, or wait until it ends.",
    });
    expect(await findScript(staff, script.slug)).not.toBeNull();
    expect((await listAudit(staff, { target: `script:${script.slug}` })).rows).toEqual([]);
  });

  test("is refused without the name, for an unknown script, and for users who are not staff", async () => {
    const [staff, user] = [await aStaffActor(), await actorOf(await aUser())];
    const { script } = await aUsedScript();
    const confirmation = script.name;
    await expect(deleteScript(staff, script.slug, { confirmation: "Other" })).rejects.toMatchObject({
      code: "invalid",
      fields: { confirmation: [`Enter the name exactly: ${script.name}.`] },
    });
    await expect(deleteScript(staff, "no-such", { confirmation })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteScript(user, script.slug, { confirmation })).rejects.toMatchObject({ code: "forbidden" });
    await expect(countScriptContents(user, script.slug)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteVersion(user, script.slug, script.version.id)).rejects.toMatchObject({ code: "forbidden" });
    expect(await findScript(staff, script.slug)).not.toBeNull();
  });
});

describe("deleteVersion", () => {
  test("deletes the version's jobs and keeps everything else", async () => {
    const staff = await aStaffActor();
    const { script, second, jobs: made } = await aUsedScript();
    expect(await countScriptContents(staff, script.slug, second.id)).toMatchObject({ versions: 1, jobs: 1, files: 1 });
    await deleteVersion(staff, script.slug, second.id);
    expect((await findScript(staff, script.slug))?.versions.map((version) => version.id)).toEqual([script.version.id]);
    expect(await db.$count(jobs, eq(jobs.id, made[0]?.id ?? 0))).toBe(1);
    expect(await db.$count(jobs, eq(jobs.id, made[1]?.id ?? 0))).toBe(0);
    await deleteVersion(staff, script.slug, script.version.id);
    expect((await findScript(staff, script.slug))?.version).toBeNull();
  });

  test("is refused while one of its jobs runs, for an unknown version, and for a version of another script", async () => {
    const staff = await aStaffActor();
    const { script, second } = await aUsedScript("running");
    await expect(deleteVersion(staff, script.slug, second.id)).rejects.toMatchObject({ code: "conflict" });
    await expect(deleteVersion(staff, script.slug, 0)).rejects.toMatchObject({ code: "not_found" });
    const other = await aScript();
    await expect(deleteVersion(staff, script.slug, other.version.id)).rejects.toMatchObject({ code: "not_found" });
  });
});
