import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { type Job, jobs, type Visibility } from "@/db/schema/jobs";
import {
  actorOf,
  aJob,
  aJobFile,
  anAnonymous,
  aParameter,
  aScript,
  aSpec,
  aStaffUser,
  aUser,
  aVersion,
} from "@/db/testing/factories";
import { type Actor, systemActor } from "@/server/auth/actor";
import { archiveName } from "@/server/jobs/archive";
import { deleteJob } from "./delete";
import { countOpen, countOwnOpen, listJobs } from "./list";
import { readJobKey } from "./permalink";
import { findJobByPath, findUsualSeconds, getManagedJobId } from "./queries";
import { renameJob } from "./rename";
import { rerunJob } from "./rerun";
import { resubmitJob } from "./resubmit";
import { renewPermalink, setVisibility } from "./share";
import { stopJob } from "./stop";

const rowOf = async (id: number) => (await db.select().from(jobs).where(eq(jobs.id, id)))[0]!;

async function people() {
  const [owner, stranger, staff] = [await aUser({ fullName: "Ada" }), await aUser(), await aStaffUser()];
  return {
    owner: await actorOf(owner),
    stranger: await actorOf(stranger),
    staff: await actorOf(staff),
    maker: anAnonymous(),
    visitor: anAnonymous(),
    nobody: { kind: "anonymous", browserHash: null } as Actor,
    system: systemActor,
  };
}
type Person = keyof Awaited<ReturnType<typeof people>>;
const everybody: Person[] = ["owner", "stranger", "staff", "maker", "visitor", "nobody", "system"];

/** A user's job, and an anonymous one. */
async function jobsOf(who: Awaited<ReturnType<typeof people>>, columns: Partial<Job> = {}) {
  const owned = await aJob({ ownerId: who.owner.user.id, ...columns });
  const anonymous = await aJob({ browserHash: who.maker.browserHash, ...columns });
  return { owned, anonymous };
}

describe("finding a job", () => {
  test.each([
    // visibility, kind of job, who finds it by number; everyone finds it by permalink unless it is private
    ["private", "owned", ["owner", "staff", "system"]],
    ["private", "anonymous", ["staff", "maker", "system"]],
    ["link", "owned", ["owner", "staff", "system"]],
    ["link", "anonymous", ["staff", "maker", "system"]],
    ["public", "owned", everybody],
    ["public", "anonymous", everybody],
  ] as [Visibility, "owned" | "anonymous", Person[]][])(
    "%s, %s: by number for those who own it, by permalink for those who have it",
    async (visibility, kind, byNumber) => {
      const who = await people();
      const job = (await jobsOf(who, { visibility }))[kind];
      for (const person of everybody) {
        const [number, link] = [
          await findJobByPath(who[person], String(job.id)),
          await findJobByPath(who[person], job.uuid),
        ];
        expect([person, number !== null, link !== null]).toEqual([
          person,
          byNumber.includes(person),
          visibility !== "private" || byNumber.includes(person),
        ]);
        const acts = person === "staff" || person === "system" || person === (kind === "owned" ? "owner" : "maker");
        if (link) expect([person, link.isOwner]).toEqual([person, acts]);
      }
    },
  );

  test("nobody finds a deleted job", async () => {
    const who = await people();
    const { owned } = await jobsOf(who, { deletedAt: new Date(), visibility: "public" });
    for (const person of everybody) {
      expect(await findJobByPath(who[person], owned.uuid)).toBeNull();
      expect(await findJobByPath(who[person], String(owned.id))).toBeNull();
    }
  });

  test("shows names to colleagues, and not to visitors", async () => {
    const who = await people();
    const { owned } = await jobsOf(who);
    expect((await findJobByPath(who.visitor, owned.uuid))?.owner).toBeNull();
    const { username } = who.owner.user;
    expect((await findJobByPath(who.stranger, owned.uuid))?.owner).toEqual({ username, name: "Ada" });
  });

  test("shows secrets to nobody, not even in a form that the job fills", async () => {
    const who = await people();
    const spec = aSpec([aParameter("token", { secret: true }), aParameter("name")]);
    const { version } = await aScript({ spec });
    const values = { token: "hush", name: "x" };
    const columns = { versionId: version.id, values, argv: ["--token=hush", "--name=x"] };
    const { owned } = await jobsOf(who, columns);
    for (const person of ["owner", "stranger", "visitor"] as const) {
      const shown = (await findJobByPath(who[person], owned.uuid))!;
      expect(JSON.stringify(shown)).not.toContain("hush");
      expect(shown.command).toMatch(/^script\.py .*--name=x/);
      expect(shown.values).toEqual({ name: "x" });
      expect(shown.displayValues).toEqual({ name: "x", token: "••••" });
    }
  });

  test("shows a visitor neither the inputs nor their names and ids, unless they are shared", async () => {
    const who = await people();
    const sub = { name: "sub", groups: [], mutex: [], params: [aParameter("more", { format: "file", mode: "r" })] };
    const spec = aSpec([aParameter("fasta", { format: "file", mode: "r" }), aParameter("old"), aParameter("n")]);
    spec.command.subcommands = { dest: "command", required: false, commands: [sub] };
    const { version } = await aScript({ spec });
    const { owned } = await jobsOf(who, { versionId: version.id });
    const input = await aJobFile(owned, { direction: "input", path: "my genes.fa" });
    const reference = `file:${input.id}`;
    await aJobFile(owned, { path: "out.txt" });
    await db
      .update(jobs)
      .set({
        argv: [`--fasta={input:${input.id}}`, "--n=5", "sub", `--more={input:${input.id}}`],
        // `old` accepted files when the job was created.
        values: { fasta: reference, old: reference, n: "5", $command: { name: "sub", values: { more: [reference] } } },
      })
      .where(eq(jobs.id, owned.id));
    const seen = async (actor: Actor) => (await findJobByPath(actor, owned.uuid))!;
    const shown = {
      files: [{ path: "my genes.fa" }, { path: "out.txt" }],
      command: "script.py '--fasta=my genes.fa' --n=5 sub '--more=my genes.fa'",
      values: { fasta: reference, n: "5", $command: { name: "sub", values: { more: [reference] } } },
      displayValues: { fasta: "my genes.fa", n: "5", $command: { name: "sub", values: { more: ["my genes.fa"] } } },
    };
    expect(await seen(who.owner)).toMatchObject(shown);
    const hidden = await seen(who.visitor);
    expect(JSON.stringify(hidden)).not.toMatch(new RegExp(`my genes|file:\\d|input:\\d|"id":${input.id}\\b`));
    expect(hidden).toMatchObject({
      files: [{ path: "out.txt" }],
      command: "script.py '--fasta=(input file)' --n=5 sub '--more=(input file)'",
      values: { n: "5", $command: { name: "sub", values: {} } },
      displayValues: { fasta: "(input file)", $command: { name: "sub", values: { more: ["(input file)"] } } },
    });
    expect(hidden.values).not.toHaveProperty("fasta");
    await setVisibility(who.owner, owned.id, { inputsShared: true });
    expect(await seen(who.visitor)).toMatchObject(shown);
  });

  test("recognizes what a path refers to: a uuid in any case, a number, nothing else", async () => {
    const uuid = "0B1C2D3E-0000-4000-8000-00000000000A";
    expect(readJobKey(uuid)).toEqual({ uuid: uuid.toLowerCase() });
    expect(readJobKey("2147483647")).toEqual({ id: 2_147_483_647 });
    for (const text of ["", "0", "01", "2147483648", "-1", "1.5", "x", `${uuid}0`]) expect(readJobKey(text)).toBeNull();
    expect(await findJobByPath(systemActor, "x")).toBeNull();
  });
});

describe.each([
  ["stopJob", (actor: Actor, id: number) => stopJob(actor, id), "running"],
  ["deleteJob", (actor: Actor, id: number) => deleteJob(actor, id), "completed"],
  ["renameJob", (actor: Actor, id: number) => renameJob(actor, id, { name: "new" }), "completed"],
  ["setVisibility", (actor: Actor, id: number) => setVisibility(actor, id, { visibility: "public" }), "completed"],
  ["renewPermalink", (actor: Actor, id: number) => renewPermalink(actor, id), "completed"],
  ["rerunJob", (actor: Actor, id: number) => rerunJob(actor, id), "completed"],
  ["resubmitJob", (actor: Actor, id: number) => resubmitJob(actor, id), "completed"],
  ["getManagedJobId", (actor: Actor, id: number) => getManagedJobId(actor, { id }), "completed"],
] as const)("%s", (_, verb, status) => {
  test("is for owners and staff; others get not_found, even if they can see the job", async () => {
    const who = await people();
    for (const person of everybody) {
      const { owned, anonymous } = await jobsOf(who, {
        status,
        visibility: "public",
        endedAt: status === "running" ? null : new Date(),
      });
      for (const [job, maker] of [
        [owned, "owner"],
        [anonymous, "maker"],
      ] as const) {
        const attempt = verb(who[person], job.id);
        if ([maker, "staff", "system"].includes(person)) await expect(attempt).resolves.not.toBeNull();
        else {
          await expect(attempt).rejects.toMatchObject({ code: "not_found" });
          expect(await rowOf(job.id)).toEqual(job);
        }
      }
    }
  });

  test("not_found for an unknown and a deleted job", async () => {
    const deleted = await aJob({ status: "completed", deletedAt: new Date() });
    for (const id of [2_147_483_647, deleted.id]) {
      await expect(verb(systemActor, id)).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("renameJob", () => {
  test("keeps a description that is not given; invalid for an invalid name", async () => {
    const job = await aJob({ description: "d" });
    await renameJob(systemActor, job.id, { name: " n " });
    expect(await rowOf(job.id)).toMatchObject({ name: "n", description: "d" });
    await renameJob(systemActor, job.id, { name: "n", description: "" });
    expect(await rowOf(job.id)).toMatchObject({ description: "" });
    for (const name of [" ", "x".repeat(1001)]) {
      await expect(renameJob(systemActor, job.id, { name })).rejects.toMatchObject({ code: "invalid" });
    }
  });
});

describe("sharing", () => {
  test("a new permalink makes the old one useless", async () => {
    const job = await aJob();
    const uuid = await renewPermalink(systemActor, job.id);
    expect(uuid).not.toBe(job.uuid);
    expect(await findJobByPath(anAnonymous(), job.uuid)).toBeNull();
    expect(await findJobByPath(anAnonymous(), uuid)).not.toBeNull();
  });

  test("invalid for an unknown visibility; an empty change does nothing", async () => {
    const job = await aJob();
    await expect(setVisibility(systemActor, job.id, { visibility: "all" as Visibility })).rejects.toThrow(
      "Choose private, link or public.",
    );
    await setVisibility(systemActor, job.id, {});
    expect(await rowOf(job.id)).toEqual(job);
  });
});

describe("stopJob", () => {
  test("notifies the worker and the pages", async () => {
    const received: string[] = [];
    const stop = await pg.listen("wooey_stop", (payload) => received.push(`stop ${payload}`));
    const live = await pg.listen("wooey_live", (payload) => received.push(`live ${payload}`));
    const [running, waiting] = [await aJob({ status: "running" }), await aJob({ status: "queued" })];
    await stopJob(systemActor, running.id);
    await stopJob(systemActor, waiting.id);
    await expect
      .poll(() => received)
      .toEqual([`stop ${running.id}`, `live ${running.id}:status`, `live ${waiting.id}:status`]);
    await Promise.all([stop.unlisten(), live.unlisten()]);
  });

  test("tells the durable functions of the end of a waiting job, and of that of no other", async () => {
    const jobs = [
      await aJob({ status: "running" }),
      await aJob({ status: "queued" }),
      await aJob({ status: "failed" }),
    ];
    for (const { id } of jobs) await stopJob(systemActor, id);
    const events = await pg`
      select payload -> 'data' as data from engine.events
      where (payload -> 'data' ->> 'jobId')::int = any(${jobs.map(({ id }) => id)})`;
    expect(events).toEqual([{ data: { jobId: jobs[1]?.id, attempt: 1, status: "stopped", outputBytes: 0 } }]);
  });
});

describe("rerunJob", () => {
  test("starts only once if two ask at the same time", async () => {
    const job = await aJob({ status: "completed" });
    const both = await Promise.allSettled([rerunJob(systemActor, job.id), rerunJob(systemActor, job.id)]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await rowOf(job.id)).attempt).toBe(2);
  });
});

describe("resubmitJob", () => {
  test("adds the input files to the new job, with new rows", async () => {
    const user = await actorOf(await aUser());
    const spec = aSpec([aParameter("fasta", { format: "file", mode: "r" })]);
    const { version } = await aScript({ spec });
    const job = await aJob({ ownerId: user.user.id, versionId: version.id, status: "failed" });
    const input = await aJobFile(job, { direction: "input", path: "a.fa", kind: "fasta" });
    await db
      .update(jobs)
      .set({ values: { fasta: `file:${input.id}` } })
      .where(eq(jobs.id, job.id));
    const view = await findJobByPath(user, String((await resubmitJob(user, job.id)).id));
    expect(view?.files).toMatchObject([{ direction: "input", path: "a.fa", kind: "fasta" }]);
    expect(view?.files[0]?.id).not.toBe(input.id);
    expect(view?.values).toEqual({ fasta: `file:${view?.files[0]?.id}` });
  });
});

describe("listJobs", () => {
  test("mine, public, queue and all return what the actor may see, newest first", async () => {
    await pg`delete from jobs`;
    const who = await people();
    const made: Record<string, number> = {};
    for (const visibility of ["private", "public"] as const) {
      const { owned, anonymous } = await jobsOf(who, { visibility });
      made[`owned ${visibility}`] = owned.id;
      made[`anonymous ${visibility}`] = anonymous.id;
    }
    const deleted = await aJob({ ownerId: who.owner.user.id, deletedAt: new Date(), visibility: "public" });
    const nameOf = (id: number) =>
      Object.keys(made).find((name) => made[name] === id) ?? `deleted ${id === deleted.id}`;
    const listed = async (person: Person, scope: Parameters<typeof listJobs>[1]["scope"]) =>
      (await listJobs(who[person], { scope })).rows.map((row) => nameOf(row.id));
    const isPublic = ["anonymous public", "owned public"];
    const all = ["anonymous public", "owned public", "anonymous private", "owned private"];
    expect(await listed("owner", "mine")).toEqual(["owned public", "owned private"]);
    expect(await listed("maker", "mine")).toEqual(["anonymous public", "anonymous private"]);
    for (const person of ["stranger", "visitor", "nobody"] as const) {
      expect(await listed(person, "mine")).toEqual([]);
      expect(await listed(person, "all")).toEqual([]);
      expect(await listed(person, "queue")).toEqual(isPublic);
    }
    for (const person of everybody) expect(await listed(person, "public")).toEqual(isPublic);
    expect(await listed("owner", "queue")).toEqual(["anonymous public", "owned public", "owned private"]);
    expect(await listed("staff", "all")).toEqual(all);
    expect(await listed("staff", "queue")).toEqual(all);
  });

  test("filters by state, script, version, person, time and text", async () => {
    await pg`delete from jobs`;
    const user = await aUser();
    const actor = await actorOf(user);
    const script = await aScript();
    const second = await aVersion(script);
    const old = await aJob({ ownerId: user.id, name: "100% of_it", createdAt: new Date("2020-01-01T00:00:00Z") });
    const failed = await aJob({ ownerId: user.id, status: "failed", versionId: second.id, description: "Ünïcode" });
    const ids = async (filter: object) =>
      (await listJobs(actor, { scope: "mine", ...filter })).rows.map((row) => row.id);
    expect(await ids({ status: ["failed", "error"] })).toEqual([failed.id]);
    expect(await ids({ scriptSlug: script.slug })).toEqual([failed.id]);
    expect(await ids({ scriptSlug: "nowhere" })).toEqual([]);
    expect(await ids({ versionId: second.id })).toEqual([failed.id]);
    expect(await ids({ username: user.username.toUpperCase() })).toEqual([failed.id, old.id]);
    expect(await ids({ username: "nobody" })).toEqual([]);
    expect(await ids({ until: new Date("2021-01-01T00:00:00Z") })).toEqual([old.id]);
    expect(await ids({ since: new Date("2021-01-01T00:00:00Z") })).toEqual([failed.id]);
    for (const [text, found] of [
      ["0% OF_", [old.id]],
      ["%_%", []],
      ["ünï", [failed.id]],
      [String(failed.id), [failed.id]],
      ["99999999999999999999", []],
    ] as const) {
      expect([text, await ids({ text })]).toEqual([text, found]);
    }
  });

  test("pages by key: each job appears once, whatever is submitted meanwhile, even if a search finds few in a window", async () => {
    await pg`delete from jobs`;
    const user = await aUser();
    const actor = await actorOf(user);
    const script = await aScript();
    await pg`insert into jobs (owner_id, version_id, name, values, argv)
      select ${user.id}, ${script.version.id}, case when n % 3000 = 0 then 'needle' else 'hay' end, '{}', '[]'
      from generate_series(1, 12000) n`;
    const pages = async (filter: { text?: string; limit: number }, pagesMax: number) => {
      const seen: number[] = [];
      let before: number | undefined;
      for (let n = 0; n < pagesMax; n++) {
        const page = await listJobs(actor, { scope: "mine", ...filter, ...(before ? { before } : {}) });
        seen.push(...page.rows.map((row) => row.id));
        await aJob({ ownerId: user.id, versionId: script.version.id });
        if (page.next === null) return seen;
        before = page.next;
      }
      return seen;
    };
    const first = await pages({ limit: 200 }, 3);
    expect([first.length, new Set(first).size]).toEqual([600, 600]);
    expect(await pages({ text: "needle", limit: 1 }, 100)).toHaveLength(4);
  });

  test("returns no next page at the end", async () => {
    const user = await actorOf(await aUser());
    for (let n = 0; n < 3; n++) await aJob({ ownerId: user.user.id });
    expect((await listJobs(user, { scope: "mine", limit: 3 })).next).toBeNull();
    expect((await listJobs(user, { scope: "mine", limit: 2 })).next).not.toBeNull();
  });
});

describe("counts", () => {
  test("count waiting and running jobs: the actor's and all", async () => {
    await pg`delete from jobs`;
    const who = await people();
    await jobsOf(who, { status: "queued" });
    await jobsOf(who, { status: "running" });
    await jobsOf(who, { status: "completed", endedAt: new Date() });
    await jobsOf(who, { status: "running", deletedAt: new Date() });
    expect(await countOpen(undefined)).toEqual({ waiting: 2, running: 2 });
    expect(await countOwnOpen(who.owner)).toEqual({ waiting: 1, running: 1 });
    expect(await countOwnOpen(who.maker)).toEqual({ waiting: 1, running: 1 });
    expect(await countOwnOpen(who.nobody)).toEqual({ waiting: 0, running: 0 });
  });
});

describe("findUsualSeconds", () => {
  test("is the median of completed runs, or null if there are none", async () => {
    const { version } = await aScript();
    const run = (seconds: number, status: "completed" | "failed") =>
      aJob({ versionId: version.id, status, startedAt: new Date(0), endedAt: new Date(seconds * 1000) });
    await run(1000, "failed");
    expect(await findUsualSeconds(version.id)).toBeNull();
    for (const seconds of [10, 20, 600]) await run(seconds, "completed");
    expect(await findUsualSeconds(version.id)).toBe(20);
  });
});

describe("archiveName", () => {
  test.each([
    ["with files", "with_files"],
    ["  a/b:c*d  ", "abcd"],
    ["Größe 1.2-x", "Größe_1.2-x"],
    ["!!!", "job"],
    ["..", "job"],
    ["x".repeat(300), "x".repeat(100)],
  ])("%j becomes %j", (name, expected) => expect(archiveName(name)).toBe(expected));
});
