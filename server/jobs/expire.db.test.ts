import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob, aJobFile, anAnonymous, aScript, aStoredFile, aUser } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import { systemActor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { removeUnreferencedContents } from "@/server/files/remove-unreferenced";
import { saveInstanceSettings } from "@/server/settings/instance";
import { storedPath } from "@/server/storage/location";
import { isStored } from "@/server/storage/store";
import { expireJobs } from "./expire";

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
const isThere = async (id: number) => (await pg`select 1 from jobs where id = ${id}`).length === 1;

afterEach(async () => {
  await saveInstanceSettings(systemActor, { expirationAnonymous: "", expirationUser: "" });
});

describe("expireJobs", () => {
  const someJobs = async () => {
    const { id: ownerId } = await aUser();
    const times = { startedAt: ago(49), endedAt: ago(48) };
    return {
      users: await aJob({ ownerId, status: "completed", ...times }),
      visitors: await aJob({ browserHash: anAnonymous().browserHash, status: "failed", ...times }),
      recent: await aJob({ status: "completed", createdAt: ago(100), startedAt: ago(50), endedAt: ago(1) }),
      running: await aJob({ status: "running", createdAt: ago(100), startedAt: ago(99) }),
    };
  };
  const left = async (jobs: Awaited<ReturnType<typeof someJobs>>) => {
    const names = Object.keys(jobs) as (keyof typeof jobs)[];
    const there = await Promise.all(names.map((name) => isThere(jobs[name].id)));
    return names.filter((_, index) => there[index]);
  };

  test("removes nothing unless an expiration is set", async () => {
    const jobs = await someJobs();
    await expireJobs();
    expect(await left(jobs)).toEqual(["users", "visitors", "recent", "running"]);
  });

  test("removes visitors' and users' jobs after their respective time since the end, and never a running one", async () => {
    const jobs = await someJobs();
    await saveInstanceSettings(systemActor, { expirationAnonymous: "1d" });
    await expireJobs();
    expect(await left(jobs)).toEqual(["users", "recent", "running"]);
    await saveInstanceSettings(systemActor, { expirationUser: "1d" });
    await expireJobs();
    expect(await left(jobs)).toEqual(["recent", "running"]);
    expect(await expireJobs()).toBe(0);
  });

  test("works in batches until it returns 0", async () => {
    const { id } = await aUser();
    const { version } = await aScript();
    await pg`
      insert into jobs (version_id, owner_id, name, "values", argv, status, started_at, ended_at)
      select ${version.id}, ${id}, 'many', '{}', '[]', 'completed', ${ago(31)}, ${ago(30)} from generate_series(1, 450)`;
    await saveInstanceSettings(systemActor, { expirationUser: "1d" });
    expect([await expireJobs(), await expireJobs(), await expireJobs(), await expireJobs()]).toEqual([200, 200, 50, 0]);
  });

  test("empties a deleted job after an hour, and removes its row after a month", async () => {
    const times = { startedAt: ago(3), endedAt: ago(2) };
    const [fresh, old, ancient] = [
      await aJob({ status: "completed", ...times, deletedAt: ago(0.1) }),
      await aJob({ status: "completed", ...times, deletedAt: ago(2) }),
      await aJob({ status: "completed", ...times, deletedAt: ago(31 * 24) }),
    ];
    for (const job of [fresh, old]) {
      await aJobFile(job);
      await someOutput(job, [["stdout", "hello"]]);
    }
    await expireJobs();
    const rows = await pg`
      select id, (select count(*)::int from job_files where job_id = jobs.id) as files,
        (select count(*)::int from job_output where job_id = jobs.id) as output
      from jobs where id in ${pg([fresh.id, old.id, ancient.id])} order by id`;
    expect(rows).toEqual([
      { id: fresh.id, files: 1, output: 1 },
      { id: old.id, files: 0, output: 0 },
    ]);
  });
});

describe("removeUnnamedContents", () => {
  const age = async (sha256: string) => {
    await pg`update files set created_at = ${ago(2)} where sha256 = ${sha256}`;
    fs.utimesSync(storedPath(sha256), ago(48), ago(48));
  };
  const rowsOf = async (sha256: string) => (await pg`select 1 from files where sha256 = ${sha256}`).length;

  test("removes content and row only when the last job that refers to it is gone", async () => {
    const [one, two] = [await aJob({ status: "completed" }), await aJob({ status: "completed" })];
    const { sha256 } = await aJobFile(one, { content: "shared by two" });
    await aJobFile(two, { content: "shared by two" });
    await age(sha256);
    await pg`delete from jobs where id = ${one.id}`;
    await removeUnreferencedContents();
    expect([await isStored(sha256), await rowsOf(sha256)]).toEqual([true, 1]);
    await pg`delete from jobs where id = ${two.id}`;
    await removeUnreferencedContents();
    expect([await isStored(sha256), await rowsOf(sha256)]).toEqual([false, 0]);
  });

  test("keeps new contents and the files of scripts", async () => {
    const fresh = await aStoredFile("just uploaded");
    const { version } = await aScript({ source: "print('kept')\n" });
    await age(version.sha256);
    await removeUnreferencedContents();
    expect([await isStored(fresh.sha256), await isStored(version.sha256)]).toEqual([true, true]);
  });

  test("finds content without a row in the folder of the hour, and abandoned uploads", async () => {
    const stray = await aStoredFile("a stray");
    await pg`delete from files where sha256 = ${stray.sha256}`;
    await age(stray.sha256);
    const incoming = path.join(env().WOOEY_DATA_DIR, "files", "incoming", "half");
    fs.mkdirSync(path.dirname(incoming), { recursive: true });
    fs.writeFileSync(incoming, "half an upl");
    fs.utimesSync(incoming, ago(48), ago(48));
    const hour = Math.floor(Date.now() / 3_600_000);
    const shard = Number.parseInt(stray.sha256.slice(0, 2), 16);
    const itsHour = (hour + ((shard - hour) % 256) + 256) * 3_600_000;
    await removeUnreferencedContents(new Date(itsHour - 3_600_000));
    expect([await isStored(stray.sha256), fs.existsSync(incoming)]).toEqual([true, false]);
    await removeUnreferencedContents(new Date(itsHour));
    expect(await isStored(stray.sha256)).toBe(false);
  });
});
