import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
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
  aUserGroup,
  aVersion,
} from "@/db/testing/factories";
import type { Actor } from "@/server/auth/actor";
import * as settings from "@/server/env";
import { assetPath } from "@/server/files/assets";
import type { UploadedFile } from "@/server/files/upload";
import { isStored, storeStream } from "@/server/storage/store";
import { submitCommand } from "@/server/wooey/submit-command";
import { findJobByPath } from "./queries";
import { submitJob } from "./submit";
import { submitForm } from "./submit-form";

const fasta = aParameter("fasta", { format: "file", mode: "r" });
const reads = aParameter("reads", { format: "file", mode: "r", nargs: "+" });
const count = aParameter("count", { type: "integer", default: 1 });

let uploads = 0;
async function anUpload(field: string, filename: string, text = `upload ${uploads++}`): Promise<UploadedFile> {
  return { field, filename, content: await storeStream(Readable.from([Buffer.from(text)]), 1000) };
}

const rowOf = async (id: number) => (await db.select().from(jobs).where(eq(jobs.id, id)))[0]!;
const filesOf = (id: number) => db.select().from(jobFiles).where(eq(jobFiles.jobId, id)).orderBy(jobFiles.id);
const countJobs = () => db.$count(jobs);
const withAddress = (actor: Actor, address: string): Actor => (actor.kind === "system" ? actor : { ...actor, address });

describe("submitJob", () => {
  test("commits the job and sends its event", async () => {
    const actor = await actorOf(await aUser());
    const script = await aScript({ spec: aSpec([count]) });
    const { id, uuid } = await submitJob(actor, { slug: script.slug }, { name: " One ", values: { count: "5" } });
    expect(await rowOf(id)).toMatchObject({
      uuid,
      name: "One",
      description: "",
      ownerId: actor.user.id,
      versionId: script.version.id,
      status: "submitted",
      attempt: 1,
      visibility: "link",
      values: { count: "5" },
      argv: ["--count=5"],
    });
  });

  test("records the network of a visitor without its address, and nothing of a user's", async () => {
    const { slug } = await aScript();
    const hashFrom = async (actor: Actor, address: string) => {
      const { id } = await submitJob(withAddress(actor, address), { slug }, { name: "x", values: {} });
      expect(JSON.stringify(await rowOf(id))).not.toContain(address);
      return (await rowOf(id)).networkHash;
    };
    const one = await hashFrom(anAnonymous(), "2001:db8:1:2:3:4:5:6");
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(await hashFrom(anAnonymous(), "2001:db8:1:2::9")).toBe(one);
    expect(await hashFrom(anAnonymous(), "2001:db8:1:3::9")).not.toBe(one);
    expect(await hashFrom(await actorOf(await aUser()), "192.0.2.1")).toBeNull();
  });

  test("makes an anonymous visitor's job belong to the browser", async () => {
    const visitor = anAnonymous();
    const script = await aScript();
    const { id } = await submitJob(visitor, { slug: script.slug }, { name: "x", values: {} });
    expect(await rowOf(id)).toMatchObject({ ownerId: null, browserHash: visitor.browserHash });
  });

  test("accepts uploaded files in their order, and refers to them in the command by id", async () => {
    const actor = await actorOf(await aUser());
    const script = await aScript({ spec: aSpec([fasta, reads]) });
    const [a, b, c] = [await anUpload("f", "x.fa"), await anUpload("r", "z.fa"), await anUpload("r", "x.fa")];
    const { id } = await submitJob(
      actor,
      { slug: script.slug },
      { name: "x", values: { fasta: "upload:0", reads: ["upload:2", "upload:1"] }, uploads: [a, b, c] },
    );
    const files = await filesOf(id);
    expect(files.map((file) => [file.path, file.parameter, file.sha256])).toEqual([
      ["x.fa", "fasta", a.content.sha256],
      ["x-2.fa", "reads", c.content.sha256],
      ["z.fa", "reads", b.content.sha256],
    ]);
    const [first, second, third] = files.map((file) => file.id);
    const row = await rowOf(id);
    expect(row.values).toEqual({ fasta: `file:${first}`, reads: [`file:${second}`, `file:${third}`] });
    expect(row.argv.join(" ")).toContain(`{input:${first}}`);
    const view = await findJobByPath(actor, String(id));
    expect(view?.displayValues).toEqual({ fasta: "x.fa", reads: ["x-2.fa", "z.fa"] });
    expect(view?.command).toMatch(/^script\.py .*x-2\.fa z\.fa/);
    expect(view?.command).not.toContain("{input");
  });

  test("accepts a file of an earlier job by its id and by the URL of an asset", async () => {
    const user = await aUser();
    const actor = await actorOf(user);
    const { linkGeneration, ...made } = await aJob({ ownerId: user.id, status: "completed" });
    const earlier = await aJobFile(made, { path: "deep/r.fa" });
    const asset = { kind: "file", id: earlier.id } as const;
    const url = assetPath({ asset, linkGeneration, account: { userId: user.id, apiKeyId: null } }, "r.fa");
    const script = await aScript({ spec: aSpec([fasta]) });
    for (const reference of [`file:${earlier.id}`, `http://x${url}`]) {
      const { id } = await submitJob(actor, { slug: script.slug }, { name: "x", values: { fasta: reference } });
      expect(await filesOf(id)).toMatchObject([{ path: "r.fa", sha256: earlier.sha256, direction: "input" }]);
    }
  });

  test.each([
    ["an upload that is not there", "upload:0", "Referenced file could not be found."],
    ["a file that is not there", "file:2147483647", "Referenced file could not be found."],
    ["a name that is no reference", "nothing.txt", "Referenced file could not be found."],
    ["a path", "/etc/passwd", "Invalid file reference."],
    ["a way out", "../../etc/passwd", "Invalid file reference."],
  ])("invalid for %s", async (_, reference, message) => {
    const script = await aScript({ spec: aSpec([fasta]) });
    const before = await countJobs();
    await expect(
      submitJob(await actorOf(await aUser()), { slug: script.slug }, { name: "x", values: { fasta: reference } }),
    ).rejects.toMatchObject({ code: "invalid", fields: { fasta: [message] } });
    expect(await countJobs()).toBe(before);
  });

  test("refuses files of jobs that the actor cannot see, and inputs that are not shared", async () => {
    const owner = await aUser();
    const script = await aScript({ spec: aSpec([fasta]) });
    const hidden = await aJob({ ownerId: owner.id, visibility: "private" });
    const shown = await aJob({ ownerId: owner.id, visibility: "public" });
    const submit = async (actor: Parameters<typeof submitJob>[0], fileId: number) =>
      submitJob(actor, { slug: script.slug }, { name: "x", values: { fasta: `file:${fileId}` } });
    const stranger = await actorOf(await aUser());
    const refusal = { code: "invalid", fields: { fasta: ["You are not permitted to access this file."] } };
    for (const actor of [stranger, anAnonymous()]) {
      await expect(submit(actor, (await aJobFile(hidden)).id)).rejects.toMatchObject(refusal);
      await expect(submit(actor, (await aJobFile(shown, { direction: "input" })).id)).rejects.toMatchObject(refusal);
      await expect(submit(actor, (await aJobFile(shown)).id)).resolves.toBeTruthy();
    }
    await expect(submit(await actorOf(owner), (await aJobFile(hidden)).id)).resolves.toBeTruthy();
    await expect(submit(await actorOf(await aStaffUser()), (await aJobFile(hidden)).id)).resolves.toBeTruthy();
  });

  test("invalid by parameter for bad values, and nothing of the upload remains", async () => {
    const script = await aScript({ spec: aSpec([count, fasta]) });
    const upload = await anUpload("f", "a.fa");
    const values = { count: "many", fasta: "upload:0" };
    await expect(
      submitJob(await actorOf(await aUser()), { slug: script.slug }, { name: "x", values, uploads: [upload] }),
    ).rejects.toMatchObject({ code: "invalid", fields: { count: [expect.any(String)] } });
    expect(await isStored(upload.content.sha256)).toBe(false);
  });

  test("removes uploads that no value refers to, and keeps the others", async () => {
    const script = await aScript({ spec: aSpec([fasta]) });
    const [used, unused] = [await anUpload("f", "a.fa"), await anUpload("g", "b.fa")];
    await submitJob(
      await actorOf(await aUser()),
      { slug: script.slug },
      { name: "x", values: { fasta: "upload:0" }, uploads: [used, unused] },
    );
    expect([await isStored(used.content.sha256), await isStored(unused.content.sha256)]).toEqual([true, false]);
  });

  test("invalid for a missing, an overlong and an unstorable name", async () => {
    const script = await aScript();
    const actor = await actorOf(await aUser());
    for (const name of ["  ", "x".repeat(1001)]) {
      await expect(submitJob(actor, { slug: script.slug }, { name, values: {} })).rejects.toMatchObject({
        code: "invalid",
        fields: { job_name: [expect.any(String)] },
      });
    }
    await expect(submitJob(actor, { slug: script.slug }, { name: "x".repeat(300), values: {} })).resolves.toBeTruthy();
  });

  test("not_found for an unknown script and a disabled version, invalid if several match", async () => {
    const actor = await actorOf(await aUser());
    const script = await aScript();
    const off = await aVersion(script, { isActive: false });
    await aVersion(script);
    const submit = (choice: Parameters<typeof submitJob>[1]) => submitJob(actor, choice, { name: "x", values: {} });
    await expect(submit({ slug: "nowhere" })).rejects.toMatchObject({ code: "not_found" });
    await expect(submit({ versionId: off.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(submit({ slug: script.slug, version: "9" })).rejects.toMatchObject({ code: "not_found" });
    await expect(submit({ slug: script.slug, version: "1" })).rejects.toMatchObject({ code: "invalid" });
    const { id } = await submit({ slug: script.slug, version: "1", iteration: 1 });
    expect((await rowOf(id)).versionId).toBe(script.version.id);
  });

  test("forbidden for a script of another user group and for an inactive one, even to staff", async () => {
    const group = await aUserGroup();
    const script = await aScript({ userGroupIds: [group.id] });
    const inactive = await aScript({ isActive: false });
    const member = await actorOf(await aUser({ groupIds: [group.id] }));
    for (const actor of [await actorOf(await aUser()), await actorOf(await aStaffUser()), anAnonymous()]) {
      for (const { slug } of [script, inactive]) {
        await expect(submitJob(actor, { slug }, { name: "x", values: {} })).rejects.toMatchObject({
          code: "forbidden",
          fields: { script: ["You are not permitted to access this script."] },
        });
      }
    }
    await expect(submitJob(member, { slug: script.slug }, { name: "x", values: {} })).resolves.toBeTruthy();
  });

  test("creates one job per key, even for simultaneous requests, and another one for another user", async () => {
    const script = await aScript();
    const [actor, other] = [await actorOf(await aUser()), await actorOf(await aUser())];
    const submission = { name: "x", values: {}, idempotencyKey: "k1" };
    const submit = (who: typeof actor) => submitJob(who, { slug: script.slug }, submission);
    const made = await Promise.all([submit(actor), submit(actor), submit(actor)]);
    made.push(await submit(actor));
    expect(new Set(made.map((job) => job.id)).size).toBe(1);
    expect((await submit(other)).id).not.toBe(made[0]?.id);
    const empty = () => submitJob(actor, { slug: script.slug }, { ...submission, idempotencyKey: "" });
    expect((await empty()).id).not.toBe((await empty()).id);
    await expect(
      submitJob(actor, { slug: script.slug }, { ...submission, idempotencyKey: "x".repeat(256) }),
    ).rejects.toMatchObject({ code: "invalid" });
  });

  test("limit if too many of the person's jobs wait; other people are not affected", async () => {
    const script = await aScript();
    const user = await aUser();
    const max = settings.env().WOOEY_LIMIT_WAITING_JOBS;
    await pg`insert into jobs (owner_id, version_id, name, values, argv, status)
      select ${user.id}, ${script.version.id}, 'waits', '{}', '[]', 'queued' from generate_series(1, ${max})`;
    const submit = async (who: typeof user) =>
      submitJob(await actorOf(who), { slug: script.slug }, { name: "x", values: {} });
    await expect(submit(user)).rejects.toMatchObject({ code: "limit", retryAfterSeconds: 10 });
    await expect(submit(await aUser())).resolves.toBeTruthy();
    await pg`update jobs set status = 'running' where id = (select max(id) from jobs where owner_id = ${user.id})`;
    await expect(submit(user)).resolves.toBeTruthy();
  });

  test("limit for the visitors of one network, in whatever browser, but not for those of another", async () => {
    const script = await aScript();
    const submit = (address: string) =>
      submitJob(withAddress(anAnonymous(), address), { slug: script.slug }, { name: "x", values: {} });
    const { id } = await submit("203.0.113.7");
    const max = settings.env().WOOEY_LIMIT_WAITING_JOBS;
    await pg`insert into jobs (browser_hash, network_hash, version_id, name, values, argv, status)
      select browser_hash, network_hash, version_id, name, values, argv, 'queued'
      from jobs, generate_series(1, ${max}) where id = ${id}`;
    await expect(submit("203.0.113.7")).rejects.toMatchObject({ code: "limit" });
    await expect(submit("203.0.113.8")).resolves.toBeTruthy();
  });
});

describe("submitCommand", () => {
  test("replaces a key with its files: all of them in a list, the last one where only one fits", async () => {
    const actor = await actorOf(await aUser());
    const script = await aScript({ spec: aSpec([fasta, reads, count]) });
    const given = [await anUpload("k", "1.fa"), await anUpload("m", "m.fa"), await anUpload("k", "2.fa")];
    const { id } = await submitCommand(
      actor,
      { slug: script.slug },
      { name: "x", command: "--count 3 --reads m k --fasta k", uploads: given },
    );
    const byId = new Map((await filesOf(id)).map((file) => [`file:${file.id}`, file.path]));
    const { values } = await rowOf(id);
    expect(byId.get(values.fasta as string)).toBe("2.fa");
    expect((values.reads as string[]).map((reference) => byId.get(reference))).toEqual(["m.fa", "1.fa", "2.fa"]);
    expect(values.count).toBe("3");
  });

  test("invalid for a file whose key the command does not use, or uses where no file belongs", async () => {
    const script = await aScript({ spec: aSpec([aParameter("word"), count]) });
    const actor = await actorOf(await aUser());
    const submit = async (command: string) =>
      submitCommand(actor, { slug: script.slug }, { name: "x", command, uploads: [await anUpload("k", "1.fa")] });
    const refusal = { code: "invalid", fields: { k: [expect.stringContaining("k")] } };
    await expect(submit("--count 3")).rejects.toMatchObject(refusal);
    await expect(submit("--word k")).rejects.toMatchObject(refusal);
  });

  test("invalid on command for arguments that the script does not accept", async () => {
    const script = await aScript({ spec: aSpec([count]) });
    const actor = await actorOf(await aUser());
    for (const command of ["--nope 1", "-h", '--count "1', "extra"]) {
      await expect(
        submitCommand(actor, { slug: script.slug }, { name: "x", command, uploads: [] }),
      ).rejects.toMatchObject({ code: "invalid", fields: { command: [expect.any(String)] } });
    }
  });
});

describe("submitForm", () => {
  const form = (fields: [string, string][], files: UploadedFile[] = []) => ({ fields, files, json: null });

  test("reads fields by path, files under their parameter's path and the version", async () => {
    const script = await aScript({ spec: aSpec([fasta, count]) });
    const second = await aVersion(script, { spec: aSpec([fasta, count]) });
    const { id } = await submitForm(
      anAnonymous(),
      script.slug,
      form(
        [
          ["count", "4"],
          ["job_name", "mine"],
          ["job_description", "d"],
          ["$version", String(second.id)],
        ],
        [await anUpload("fasta", "a.fa")],
      ),
    );
    const row = await rowOf(id);
    expect(row).toMatchObject({ name: "mine", description: "d", versionId: second.id });
    expect(row.values).toEqual({ count: "4", fasta: expect.stringMatching(/^file:\d+$/) });
  });

  test("keeps a parameter called job_name apart from the job's name, which defaults to that of the script", async () => {
    const script = await aScript({ spec: aSpec([aParameter("job_name")]) });
    const { id } = await submitForm(anAnonymous(), script.slug, form([["job_name", "a value"]]));
    expect(await rowOf(id)).toMatchObject({ name: script.name, values: { job_name: "a value" } });
  });

  test("not_found for a version of another script", async () => {
    const [script, other] = [await aScript(), await aScript()];
    await expect(
      submitForm(anAnonymous(), script.slug, form([["$version", String(other.version.id)]])),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
