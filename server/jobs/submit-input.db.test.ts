import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { uploads } from "@/db/schema/uploads";
import {
  actorOf,
  aJob,
  aJobFile,
  aParameter,
  aScript,
  aSpec,
  aStaffUser,
  aUser,
  aUserGroup,
  aVersion,
} from "@/db/testing/factories";
import { AppError, type ErrorDetail } from "@/server/errors";
import type { UploadedFile } from "@/server/files/upload";
import { isStored, openStored, storeStream } from "@/server/storage/store";
import { receiveUpload } from "@/server/uploads/receive";
import { findCompleteUploads } from "@/server/uploads/use";
import { deleteJob } from "./delete";
import { checkInput, type InputSubmission, submitInput } from "./submit-input";

const spec = aSpec([
  aParameter("count", { type: "integer", default: 1, minimum: 1 }),
  aParameter("fasta", { format: "file", mode: "r" }),
  aParameter("reads", { format: "file", mode: "r", nargs: "+" }),
  aParameter("token", { secret: true }),
]);
const aPerson = async () => actorOf(await aUser());
const rowOf = async (id: number) => (await db.select().from(jobs).where(eq(jobs.id, id)))[0];
const filesOf = async (id: number) =>
  (await db.select().from(jobFiles).where(eq(jobFiles.jobId, id)).orderBy(jobFiles.id)).map((file) => [
    file.parameter,
    file.path,
  ]);

let made = 0;
async function aPart(field: string, filename: string, content = `part ${made++}`): Promise<UploadedFile> {
  return { field, filename, content: await storeStream(Readable.from([Buffer.from(content)]), 1000) };
}

/** The error of a submission: its code and what it says about the request. */
async function refusalOf(actor: Parameters<typeof submitInput>[0], slug: string, submission: InputSubmission) {
  const before = await db.$count(jobs);
  const error = await submitInput(actor, slug, submission).catch((thrown: unknown) => thrown);
  expect(await db.$count(jobs)).toBe(before);
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, details: error.details ?? [] };
}

const briefly = (details: ErrorDetail[]) => details.map(({ pointer, detail }) => [pointer, detail]);

describe("submitInput with the script's own arguments", () => {
  const argsOf = async (id: number) => (await rowOf(id))?.argv.map((word) => word.replace(/\{input:\d+\}/, "FILE"));

  test("reads them as the script would, and takes each file from the part with its name", async () => {
    const [actor, { slug }] = [await aPerson(), await aScript({ spec })];
    const uploads = [await aPart("in/a.fa", "a.fa"), await aPart("b.fq", "b.fq"), await aPart("typed", "in.txt")];
    const args = ["--cou", "3", "--fasta=in/a.fa", "--reads", "b.fq", "in/a.fa"];
    const { id } = await submitInput(actor, slug, { input: {}, args, uploads, stdin: { $file: "typed" } });
    expect(await argsOf(id)).toEqual(["--cou", "3", "--fasta=FILE", "--reads", "FILE", "FILE"]);
    expect(await filesOf(id)).toEqual([
      ["fasta", "a.fa"],
      ["reads", "b.fq"],
      ["$stdin", "in.txt"],
    ]);
  });

  test("refuses what the script would refuse, and files that were not sent or are not named", async () => {
    const [actor, { slug }] = [await aPerson(), await aScript({ spec })];
    const refuse = async (args: string[], uploads: UploadedFile[] = []) =>
      briefly((await refusalOf(actor, slug, { input: {}, args, uploads })).details);
    expect(await refuse(["--nonsense"])).toEqual([["/args", "unrecognized arguments: --nonsense"]]);
    expect(await refuse(["--count", "0"])).toEqual([["/args", expect.stringMatching(/^count: /)]]);
    expect(await refuse(["--fasta", "a.fa"])).toEqual([["/args", "The request has no part with this name."]]);
    expect(await refuse(["--fasta", "upload:0"], [await aPart("x", "x")])).toHaveLength(2);
    const gone = { $upload: "11111111-1111-4111-8111-111111111111" };
    const submission = { input: {}, args: ["--count", "3", "--fasta", "a/b.fa"], files: { "a/b.fa": gone } };
    expect((await refusalOf(actor, slug, submission)).details).toMatchObject([{ pointer: "/files/a~1b.fa" }]);
    const other = await aJobFile(await aJob(), { direction: "input" });
    expect(await refuse(["--fasta", `file:${other.id}`])).toEqual([
      ["/args", "The request has no part with this name."],
    ]);
  });
});

describe("submitInput", () => {
  test("runs a script with values as JSON, and names the job like the script", async () => {
    const actor = await aPerson();
    const script = await aScript({ spec });
    const { id } = await submitInput(actor, script.slug, { input: { count: 3 } });
    expect(await rowOf(id)).toMatchObject({ name: script.name, argv: ["--count=3"], visibility: "link" });
    const texts = { name: " mine ", description: "why", visibility: "private" as const };
    const second = await submitInput(actor, script.slug, { input: {}, ...texts });
    expect(await rowOf(second.id)).toMatchObject({ ...texts, name: "mine", argv: [] });
  });

  test("takes files from parts, earlier uploads and jobs, and several parts of one name where a list is", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec });
    const earlier = await aJob({ ownerId: actor.user.id, status: "completed" });
    await aJobFile(earlier, { path: "out/table.csv" });
    const upload = await receiveUpload(actor, { filename: "up.fa", sizeBytes: null, source: Readable.from(["up"]) });
    const parts = [await aPart("reads", "a.fq"), await aPart("one", "one.fa"), await aPart("reads", "b.fq")];
    const reads = [{ $file: "reads" }, { $upload: upload.id }, { $job: earlier.id, path: "out/table.csv" }];
    const { id } = await submitInput(actor, slug, { input: { fasta: { $file: "one" }, reads }, uploads: parts });
    expect(await filesOf(id)).toEqual([
      ["fasta", "one.fa"],
      ["reads", "a.fq"],
      ["reads", "b.fq"],
      ["reads", "up.fa"],
      ["reads", "table.csv"],
    ]);
    expect((await findCompleteUploads(actor, [upload.id])).size).toBe(0);
  });

  test("takes a file of a job that somebody shares by its link, by the uuid alone, and inputs only if they are shared", async () => {
    const [actor, other] = [await aPerson(), await aPerson()];
    const { slug } = await aScript({ spec });
    const shared = await aJob({ ownerId: other.user.id, status: "completed" });
    await aJobFile(shared, { path: "out.fa" });
    await aJobFile(shared, { path: "in.fa", direction: "input" });
    const { id } = await submitInput(actor, slug, { input: { fasta: { $job: shared.uuid, path: "out.fa" } } });
    expect(await filesOf(id)).toEqual([["fasta", "out.fa"]]);
    const byNumber = await refusalOf(actor, slug, { input: { fasta: { $job: shared.id, path: "out.fa" } } });
    expect(byNumber).toEqual({
      code: "not_found",
      details: [{ pointer: "/input/fasta/$job", detail: "Job not found.", given: String(shared.id) }],
    });
    const input = await refusalOf(actor, slug, { input: { fasta: { $job: shared.uuid, path: "in.fa" } } });
    expect([input.code, briefly(input.details)]).toEqual([
      "not_found",
      [["/input/fasta/path", "The job has no such file."]],
    ]);
  });

  test("refuses what is wrong by field, all of it at once, and keeps no file", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec });
    const part = await aPart("nobody", "x.fa", "a file that nothing names");
    const refused = await refusalOf(actor, slug, {
      input: { count: 0, fasta: { $file: "missing" }, unknown: 1, reads: [] },
      uploads: [part],
    });
    expect(refused.code).toBe("invalid");
    const pointers = refused.details.map(({ pointer }) => pointer);
    expect(pointers).toEqual(
      expect.arrayContaining(["/input/count", "/input/fasta", "/input/unknown", "/input/reads", ""]),
    );
    expect(refused.details).toContainEqual({
      pointer: "/input/fasta",
      detail: "The request has no part with this name.",
      given: "missing",
      allowed: ["nobody"],
    });
    expect(await isStored(part.content.sha256)).toBe(false);
  });

  test("refuses several parts of one name for one file, and an upload that is not there", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec });
    const uploads = [await aPart("fasta", "a.fa"), await aPart("fasta", "b.fa")];
    const several = await refusalOf(actor, slug, { input: { fasta: { $file: "fasta" } }, uploads });
    expect(briefly(several.details)).toEqual([
      ["/input/fasta", "Several parts of the request have this name. Send one."],
    ]);
    for (const id of ["x", crypto.randomUUID()]) {
      const missing = await refusalOf(actor, slug, { input: { fasta: { $upload: id } } });
      expect([missing.code, missing.details[0]?.pointer]).toEqual(["not_found", "/input/fasta"]);
    }
  });

  test("never repeats a secret", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec });
    const refused = await refusalOf(actor, slug, { input: { token: ["hunter22"], count: "hunter22" } });
    expect(JSON.stringify(refused.details.filter(({ pointer }) => pointer?.includes("token")))).not.toContain(
      "hunter22",
    );
    const { id } = await submitInput(actor, slug, { input: { token: "hunter22" } });
    expect(JSON.stringify(await rowOf(id))).not.toContain("hunter22");
  });

  test("runs the version that the label names, and says what is wrong with it", async () => {
    const actor = await aPerson();
    const script = await aScript({ spec });
    const second = await aVersion(script, { spec });
    const { id } = await submitInput(actor, script.slug, { input: {}, version: "v1.2" });
    expect((await rowOf(id))?.versionId).toBe(second.id);
    const several = await refusalOf(actor, script.slug, { input: {}, version: "1" });
    expect([several.code, several.details[0]?.pointer]).toEqual(["invalid", "/version"]);
    expect(await refusalOf(actor, script.slug, { input: {}, version: "v9.9" })).toMatchObject({ code: "not_found" });
  });

  test("hides a script that the actor may not run, and lets staff test it in private", async () => {
    const group = await aUserGroup();
    const script = await aScript({ spec, userGroupIds: [group.id] });
    const actor = await aPerson();
    expect(await refusalOf(actor, script.slug, { input: {} })).toEqual({ code: "not_found", details: [] });
    expect(await refusalOf(actor, "nothing-here", { input: {} })).toEqual({ code: "not_found", details: [] });
    const staff = await actorOf(await aStaffUser());
    const off = await aScript({ spec, isActive: false });
    const { id } = await submitInput(staff, off.slug, { input: {}, visibility: "public" });
    expect((await rowOf(id))?.visibility).toBe("private");
  });
});

describe("an idempotency key", () => {
  test("creates one job, also for requests at the same time, and after its upload was taken over", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec });
    const upload = await receiveUpload(actor, { filename: "a.fa", sizeBytes: null, source: Readable.from(["key"]) });
    const submit = () => submitInput(actor, slug, { input: { fasta: { $upload: upload.id } }, idempotencyKey: "once" });
    const first = await submit();
    expect(await submit()).toEqual(first);
    const together = await Promise.all(
      Array.from({ length: 5 }, () => submitInput(actor, slug, { input: { count: 2 }, idempotencyKey: "together" })),
    );
    expect(new Set(together.map(({ id }) => id)).size).toBe(1);
  });

  test("counts equal files and properties in another order as the same request", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec });
    const submit = async (input: unknown) =>
      submitInput(actor, slug, { input, idempotencyKey: "order", uploads: [await aPart("f", "f.fa", "same")] });
    const first = await submit({ count: 2, fasta: { $file: "f" } });
    expect(await submit({ fasta: { $file: "f" }, count: 2 })).toEqual(first);
  });

  test("is refused for another request, but not for another user", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec });
    const submission = { input: { count: 2 }, idempotencyKey: "mine" };
    await submitInput(actor, slug, submission);
    for (const change of [{ input: { count: 3 } }, { name: "other" }, { uploads: [await aPart("f", "f.fa")] }])
      expect(await refusalOf(actor, slug, { ...submission, ...change })).toEqual({ code: "invalid", details: [] });
    expect(await refusalOf(actor, (await aScript({ spec })).slug, submission)).toMatchObject({ code: "invalid" });
    await submitInput(await aPerson(), slug, submission);
  });

  test("is refused after its job was deleted", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec });
    const submission = { input: {}, idempotencyKey: "deleted" };
    await deleteJob(actor, (await submitInput(actor, slug, submission)).id);
    expect(await refusalOf(actor, slug, submission)).toMatchObject({ code: "conflict" });
  });
});

describe("checkInput", () => {
  test("answers what would run, with secrets masked and files by name, and stores nothing", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec, filename: "tool.py" });
    const before = [await db.$count(jobs), await db.$count(jobFiles), await db.$count(uploads)];
    const part = await aPart("f", "my reads.fa", "a file that is only checked");
    const checked = await checkInput(actor, slug, {
      input: { count: 2, token: "hunter22", fasta: { $file: "f" } },
      uploads: [part],
    });
    expect(checked).toEqual({
      valid: true,
      argv: ["--count=2", "--fasta=my reads.fa", "--token=••••"],
      command: expect.stringMatching(/^tool\.py --count=2 /),
      errors: [],
    });
    expect(checked.command).not.toContain("hunter22");
    expect([await db.$count(jobs), await db.$count(jobFiles), await db.$count(uploads)]).toEqual(before);
    expect(await isStored(part.content.sha256)).toBe(false);
  });

  test("answers what is wrong by field", async () => {
    const { slug } = await aScript({ spec });
    const checked = await checkInput(await aPerson(), slug, { input: { count: "many" } });
    expect(checked).toMatchObject({ valid: false, argv: null, command: null });
    expect(checked.errors[0]).toMatchObject({ pointer: "/input/count", given: "many" });
  });
});

describe("standard input", () => {
  const stdinOf = async (id: number) => {
    const rows = await db.select().from(jobFiles).where(eq(jobFiles.jobId, id));
    const found = rows.find(({ parameter }) => parameter === "$stdin");
    return found && [found.path, await text(openStored(found.sha256))];
  };

  test("is a text, or a file from wherever files come from", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec });
    const typed = await submitInput(actor, slug, { input: {}, stdin: "typed" });
    expect(await stdinOf(typed.id)).toEqual(["standard-input.txt", "typed"]);
    const upload = await receiveUpload(actor, { filename: "up.txt", sizeBytes: null, source: Readable.from(["sent"]) });
    const sent = await submitInput(actor, slug, { input: {}, stdin: { $upload: upload.id } });
    expect(await stdinOf(sent.id)).toEqual(["up.txt", "sent"]);
    const uploads = [await aPart("in", "in.txt", "part")];
    const asPart = await submitInput(actor, slug, { input: {}, stdin: { $file: "in" }, uploads });
    expect(await stdinOf(asPart.id)).toEqual(["in.txt", "part"]);
    const third = await submitInput(actor, slug, { input: {}, stdin: { $job: asPart.id, path: "in.txt" } });
    expect(await stdinOf(third.id)).toEqual(["in.txt", "part"]);
  });

  test("is shown and not stored by a check, and refused by its pointer", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec, filename: "tool.py" });
    const checked = await checkInput(actor, slug, { input: {}, stdin: "only checked" });
    expect(checked).toMatchObject({ valid: true, command: "tool.py < standard-input.txt" });
    expect(await isStored(createHash("sha256").update("only checked").digest("hex"))).toBe(false);
    const missing = await refusalOf(actor, slug, { input: {}, stdin: { $file: "none" } });
    expect(missing.details[0]?.pointer).toBe("/stdin");
    const secret = await aScript({ spec: aSpec([aParameter("token", { secret: true, secretBy: "stdin" })]) });
    const taken = await refusalOf(actor, secret.slug, { input: {}, stdin: "more" });
    expect([taken.code, taken.details[0]?.pointer]).toEqual(["invalid", "/stdin"]);
  });
});
