import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { STANDARD_INPUT } from "@/command-line/standard-input";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { actorOf, aJob, aJobFile, anAnonymous, aParameter, aScript, aSpec, aUser } from "@/db/testing/factories";
import { isStored } from "@/server/storage/store";
import { findJobByPath } from "./queries";
import { rerunJob } from "./rerun";
import { resubmitJob } from "./resubmit";
import { findStdin, storeStdin } from "./standard-input";
import { submitJob } from "./submit";
import { submitForm } from "./submit-form";

const filesOf = (id: number) => db.select().from(jobFiles).where(eq(jobFiles.jobId, id)).orderBy(jobFiles.id);
const fasta = aParameter("fasta", { format: "file", mode: "r" });

/** A job of its owner that got this text at its standard input. */
async function aJobWithStdin(text: string) {
  const actor = await actorOf(await aUser());
  const script = await aScript({ spec: aSpec([fasta]) });
  const submission = { name: "x", values: {}, uploads: [await storeStdin(text)], stdin: "upload:0" };
  return { actor, script, job: await submitJob(actor, { slug: script.slug }, submission) };
}

describe("the standard input of a job", () => {
  test("is stored as an input file that no parameter refers to, and shown with the job", async () => {
    const { actor, job } = await aJobWithStdin("two words\n");
    expect(await filesOf(job.id)).toMatchObject([
      { direction: "input", path: "standard-input.txt", parameter: STANDARD_INPUT, sizeBytes: 10, kind: "text" },
    ]);
    const view = await findJobByPath(actor, String(job.id));
    expect(view?.values).toEqual({});
    expect(view?.command).toBe("script.py < standard-input.txt");
    expect(view?.parameters.at(-1)).toMatchObject({ label: "Standard input", value: "standard-input.txt" });
    expect(findStdin(view?.files ?? [])).toMatchObject({ path: "standard-input.txt" });
  });

  test("may be a file of an earlier job, also one that a parameter names as well", async () => {
    const user = await aUser();
    const earlier = await aJobFile(await aJob({ ownerId: user.id, status: "completed" }), { path: "deep/a.fa" });
    const script = await aScript({ spec: aSpec([fasta]) });
    const reference = `file:${earlier.id}`;
    const submission = { name: "x", values: { fasta: reference }, stdin: reference };
    const { id } = await submitJob(await actorOf(user), { slug: script.slug }, submission);
    expect((await filesOf(id)).map(({ parameter, path, sha256 }) => [parameter, path, sha256])).toEqual([
      ["fasta", "a.fa", earlier.sha256],
      [STANDARD_INPUT, "a-2.fa", earlier.sha256],
    ]);
  });

  test("is not shown by name to a reader who may not see the inputs", async () => {
    const { job } = await aJobWithStdin("private");
    const view = await findJobByPath(anAnonymous(), job.uuid);
    expect(view?.files).toEqual([]);
    expect(view?.command).toBe("script.py < '(input file)'");
  });

  test("stays when the job runs again, in its place and as a new job", async () => {
    const { actor, job } = await aJobWithStdin("again");
    await db.update(jobs).set({ status: "completed", endedAt: new Date() }).where(eq(jobs.id, job.id));
    const [first] = await filesOf(job.id);
    await rerunJob(actor, job.id);
    expect(await filesOf(job.id)).toEqual([first]);
    const copy = await resubmitJob(actor, job.id);
    expect(await filesOf(copy.id)).toMatchObject([{ parameter: STANDARD_INPUT, sha256: first?.sha256 }]);
  });

  test("is a file of the form, or one of an earlier job that it names; the file that is sent counts", async () => {
    const { actor, script, job } = await aJobWithStdin("from the earlier job");
    const [earlier] = await filesOf(job.id);
    const fields: [string, string][] = [[STANDARD_INPUT, `file:${earlier?.id}`]];
    const repeated = await submitForm(actor, script.slug, { fields, files: [], json: null });
    expect(await filesOf(repeated.id)).toMatchObject([{ parameter: STANDARD_INPUT, sha256: earlier?.sha256 }]);
    const upload = await storeStdin("sent with the form");
    const sent = await submitForm(actor, script.slug, { fields, files: [upload], json: null });
    expect(await filesOf(sent.id)).toMatchObject([{ parameter: STANDARD_INPUT, sha256: upload.content.sha256 }]);
  });
});

describe("refuses as standard input", () => {
  const submit = async (stdin: string, spec = aSpec([fasta])) =>
    submitJob(await actorOf(await aUser()), { slug: (await aScript({ spec })).slug }, { name: "x", values: {}, stdin });

  test.each([
    ["a file that is not there", "file:2147483647", "Referenced file could not be found."],
    ["an upload that is not there", "upload:3", "Referenced file could not be found."],
    ["a path", "../secret", "Invalid file reference."],
  ])("%s", async (_, reference, message) => {
    await expect(submit(reference)).rejects.toMatchObject({ code: "invalid", fields: { [STANDARD_INPUT]: [message] } });
  });

  test("a file of a job that the actor may not see", async () => {
    const hidden = await aJobFile(await aJob({ ownerId: (await aUser()).id, visibility: "private" }));
    const message = "You are not permitted to access this file.";
    await expect(submit(`file:${hidden.id}`)).rejects.toMatchObject({ fields: { [STANDARD_INPUT]: [message] } });
  });

  test("anything, if the script reads a secret there, and removes the upload", async () => {
    const pin = aParameter("pin", { secret: true, secretBy: "stdin" });
    const script = await aScript({ spec: aSpec([pin]) });
    const upload = await storeStdin("a text that nothing else contains");
    const submission = { name: "x", values: {}, uploads: [upload], stdin: "upload:0" };
    await expect(submitJob(await actorOf(await aUser()), { slug: script.slug }, submission)).rejects.toMatchObject({
      code: "invalid",
      fields: { [STANDARD_INPUT]: [expect.stringContaining("a secret")] },
    });
    expect(await isStored(upload.content.sha256)).toBe(false);
  });
});
