import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { jobTags } from "@/db/schema/jobs";
import { actorOf, aJob, anAnonymous, aScript, aStaffUser, aUser } from "@/db/testing/factories";
import { type Actor, systemActor } from "@/server/auth/actor";
import { deleteUser } from "@/server/users/delete";
import { deleteJob } from "./delete";
import { expireJobs } from "./expire";
import { type JobFilter, listJobs } from "./list";
import { findJobByPath } from "./queries";
import { rerunJob } from "./rerun";
import { resubmitJob } from "./resubmit";
import { submitJob } from "./submit";
import { listOwnTags, setJobTags } from "./tags";

const tagsOf = async (job: { id: number }) => (await findJobByPath(systemActor, String(job.id)))?.tags;
const idsOf = async (actor: Actor, filter: JobFilter) => (await listJobs(actor, filter)).rows.map((row) => row.id);

describe("setJobTags", () => {
  test("replaces the tags of a job, in their stored form and in alphabetical order", async () => {
    const owner = await actorOf(await aUser());
    const job = await aJob({ ownerId: owner.user.id });
    expect(await setJobTags(owner, job.id, ["RNA-seq", "#QC", "rna-SEQ"])).toEqual(["qc", "rna-seq"]);
    expect(await tagsOf(job)).toEqual(["qc", "rna-seq"]);
    await setJobTags(owner, job.id, ["qc", "final"]);
    expect(await tagsOf(job)).toEqual(["final", "qc"]);
    await setJobTags(owner, job.id, []);
    expect(await tagsOf(job)).toEqual([]);
  });

  test("is for the owner and for staff, not for those who may only see the job", async () => {
    const owner = await aUser();
    const { user } = await actorOf(owner);
    const reader: Actor = { kind: "apiKey", user, apiKeyId: 1, access: { scopes: ["read"], scriptIds: null } };
    const [stranger, staff, visitor] = [await actorOf(await aUser()), await actorOf(await aStaffUser()), anAnonymous()];
    const job = await aJob({ ownerId: owner.id, visibility: "public" });
    for (const actor of [stranger, visitor, reader]) {
      await expect(setJobTags(actor, job.id, ["x"])).rejects.toMatchObject({ code: "not_found" });
    }
    await setJobTags(staff, job.id, ["by staff"]);
    const anonymous = await aJob({ browserHash: visitor.browserHash });
    await setJobTags(visitor, anonymous.id, ["mine"]);
    expect([await tagsOf(job), await tagsOf(anonymous)]).toEqual([["by staff"], ["mine"]]);
    const deleted = await aJob({ ownerId: owner.id, deletedAt: new Date() });
    await expect(setJobTags(staff, deleted.id, ["x"])).rejects.toMatchObject({ code: "not_found" });
  });

  test("keeps the limit when two people add tags at once", async () => {
    const owner = await actorOf(await aUser());
    const job = await aJob({ ownerId: owner.user.id });
    const many = (prefix: string) => Array.from({ length: 15 }, (_, n) => `${prefix} ${n}`);
    await Promise.all([setJobTags(owner, job.id, many("a")), setJobTags(owner, job.id, many("b"))]);
    expect(await tagsOf(job)).toHaveLength(15);
  });
});

describe("the tags of a job", () => {
  test("are set when it is submitted, copied to a new job, and kept by a re-run", async () => {
    const owner = await actorOf(await aUser());
    const script = await aScript();
    const job = await submitJob(owner, { slug: script.slug }, { name: "x", values: {}, tags: ["B", "a"] });
    expect(await tagsOf(job)).toEqual(["a", "b"]);
    await pg`update jobs set status = 'completed', started_at = now(), ended_at = now() where id = ${job.id}`;
    expect(await tagsOf(await resubmitJob(owner, job.id))).toEqual(["a", "b"]);
    await rerunJob(owner, job.id);
    expect(await tagsOf(job)).toEqual(["a", "b"]);
    const refused = submitJob(owner, { slug: script.slug }, { name: "x", values: {}, tags: ["x".repeat(41)] });
    await expect(refused).rejects.toMatchObject({ code: "invalid", fields: { tags: [expect.any(String)] } });
  });

  test("do not list it after its deletion, and disappear with its row", async () => {
    const owner = await actorOf(await aUser());
    const job = await aJob({ ownerId: owner.user.id, status: "completed" });
    await setJobTags(owner, job.id, ["x"]);
    await deleteJob(owner, job.id);
    expect(await idsOf(owner, { scope: "mine", tag: "x" })).toEqual([]);
    await pg`update jobs set deleted_at = now() - interval '40 days' where id = ${job.id}`;
    while ((await expireJobs()) > 0);
    expect(await db.select().from(jobTags).where(eq(jobTags.jobId, job.id))).toEqual([]);
  });

  test.each(["give", "keep"] as const)("follow it to its new owner: %s", async (choice) => {
    const [leaving, receiver] = [await aUser(), await aUser()];
    const job = await aJob({ ownerId: leaving.id, status: "completed" });
    await setJobTags(await actorOf(leaving), job.id, ["x"]);
    await deleteUser(systemActor, leaving.id, { jobs: choice, receiver: receiver.username });
    expect(await idsOf(await actorOf(receiver), { scope: "mine", tag: "x" })).toEqual(
      choice === "give" ? [job.id] : [],
    );
    expect(await tagsOf(job)).toEqual(["x"]);
  });
});

describe("listJobs by tag", () => {
  test("finds the jobs of each scope that the actor may see, in whatever case the tag is written", async () => {
    await pg`delete from jobs`;
    const owner = await aUser();
    const [maker, nobody] = [anAnonymous(), anAnonymous()];
    const who = {
      owner: await actorOf(owner),
      stranger: await actorOf(await aUser()),
      staff: await actorOf(await aStaffUser()),
      maker,
      nobody,
      system: systemActor,
    };
    const tagged = async (columns: Parameters<typeof aJob>[0]) => {
      const job = await aJob(columns);
      await setJobTags(systemActor, job.id, ["Blue"]);
      return job.id;
    };
    const mine = await tagged({ ownerId: owner.id });
    const shared = await tagged({ ownerId: owner.id, visibility: "public", status: "completed" });
    const visitors = await tagged({ browserHash: maker.browserHash });
    await setJobTags(systemActor, (await aJob({ ownerId: owner.id })).id, ["bluer"]);
    const listed = async (actor: Actor) =>
      Promise.all((["mine", "public", "queue", "all"] as const).map((scope) => idsOf(actor, { scope, tag: "BLUE" })));
    expect(await listed(who.owner)).toEqual([[shared, mine], [shared], [mine], [shared, mine]]);
    expect(await listed(who.stranger)).toEqual([[], [shared], [], []]);
    expect(await listed(who.staff)).toEqual([[], [shared], [visitors, mine], [visitors, shared, mine]]);
    expect(await listed(who.maker)).toEqual([[visitors], [shared], [visitors], [visitors]]);
    expect(await listed(who.nobody)).toEqual([[], [shared], [], []]);
    expect((await listed(who.system)).at(-1)).toEqual([visitors, shared, mine]);
    const of = (filter: Partial<JobFilter>) => idsOf(who.staff, { scope: "all", tag: "blue", ...filter });
    expect(await of({ username: owner.username })).toEqual([shared, mine]);
    expect(await of({ username: "unknown" })).toEqual([]);
    expect(await of({ status: ["completed"] })).toEqual([shared]);
    expect(await of({ text: String(mine) })).toEqual([mine]);
    expect(await of({ before: shared })).toEqual([mine]);
    expect(await of({ since: new Date(Date.now() + 3_600_000) })).toEqual([]);
    expect(await of({ scriptSlug: "nowhere" })).toEqual([]);
    expect((await listJobs(who.staff, { scope: "all", tag: "blue", limit: 1 })).next).toBe(visitors);
  });

  test("pages through rare matches among many tagged jobs, each once", async () => {
    await pg`delete from jobs`;
    const user = await aUser();
    const actor = await actorOf(user);
    const { version } = await aScript();
    await pg`
      with made as (
        insert into jobs (owner_id, version_id, name, values, argv, status, started_at, ended_at)
        select ${user.id}, ${version.id}, 'x', '{}', '[]', case when n % 3000 = 0 then 'failed' else 'completed' end, now(), now()
        from generate_series(1, 12000) n returning id)
      insert into job_tags (job_id, tag, owner_id) select id, 'common', ${user.id} from made`;
    const seen: number[] = [];
    let before: number | undefined;
    for (let pages = 0; pages < 10; pages++) {
      const filter = { scope: "mine", tag: "common", status: ["failed"], limit: 1 } as const;
      const page = await listJobs(actor, { ...filter, status: ["failed"], ...(before ? { before } : {}) });
      seen.push(...page.rows.map((row) => row.id));
      if (page.next === null) break;
      before = page.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([4, 4]);
    const all = await listJobs(actor, { scope: "mine", tag: "common", limit: 200 });
    expect([all.rows.length, all.next]).toEqual([200, all.rows.at(-1)?.id]);
  });
});

test("listOwnTags returns each tag of the actor's jobs once, in alphabetical order", async () => {
  const [user, visitor] = [await aUser(), anAnonymous()];
  const actor = await actorOf(user);
  for (const tags of [
    ["b", "c"],
    ["b", "a"],
  ])
    await setJobTags(actor, (await aJob({ ownerId: user.id })).id, tags);
  await setJobTags(visitor, (await aJob({ browserHash: visitor.browserHash })).id, ["v"]);
  expect(await listOwnTags(actor, 10)).toEqual(["a", "b", "c"]);
  expect(await listOwnTags(actor, 2)).toEqual(["a", "b"]);
  expect(await listOwnTags(visitor, 10)).toEqual(["v"]);
  expect(await listOwnTags(anAnonymous(), 10)).toEqual([]);
  expect(await listOwnTags(await actorOf(await aUser()), 10)).toEqual([]);
});
