import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { STANDARD_INPUT } from "@/command-line/standard-input";
import { db } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { actorOf, aJob, aJobFile, anAnonymous, aParameter, aScript, aSpec, aUser } from "@/db/testing/factories";
import { draftInput, fillDraft } from "./draft";

const spec = aSpec([aParameter("count"), aParameter("fasta", { format: "file", mode: "r" })]);

async function aJobWithUpload() {
  const owner = await aUser();
  const { version } = await aScript({ spec });
  const job = await aJob({ ownerId: owner.id, versionId: version.id, visibility: "private" });
  const file = await aJobFile(job, { direction: "input", path: "a.fa", kind: "fasta" });
  await db
    .update(jobs)
    .set({ values: { count: "1", fasta: `file:${file.id}` } })
    .where(eq(jobs.id, job.id));
  return { owner: await actorOf(owner), job, reference: `file:${file.id}` };
}

test("fills a form with what was typed, and with the files that its job was given", async () => {
  const { owner, job, reference } = await aJobWithUpload();
  const draft = draftInput.parse({
    entries: [
      ["count", "7"],
      ["$job_name", "mine"],
    ],
    job: job.uuid,
  });
  const filled = await fillDraft(owner, spec, draft);
  expect([...filled.entries]).toEqual([
    ["count", ["7"]],
    ["$job_name", ["mine"]],
    ["fasta", [reference]],
  ]);
  expect(filled.fileNames.get(reference)).toBe("a.fa");
  expect(filled.job.name).toBe("mine");
});

test("fills in the standard input that the form's job was given", async () => {
  const { owner, job } = await aJobWithUpload();
  const stdin = await aJobFile(job, { direction: "input", path: "lines.txt", parameter: STANDARD_INPUT });
  const filled = await fillDraft(owner, spec, draftInput.parse({ entries: [["$stdin", ""]], job: job.uuid }));
  expect(filled.entries.get(STANDARD_INPUT)).toEqual(["", `file:${stdin.id}`]);
  expect(filled.fileNames.get(`file:${stdin.id}`)).toBe("lines.txt");
});

test("does not read the files of a job that the person may not see", async () => {
  const { job } = await aJobWithUpload();
  const draft = draftInput.parse({ entries: [["count", "7"]], job: job.uuid });
  const filled = await fillDraft(anAnonymous(), spec, draft);
  expect([...filled.entries]).toEqual([["count", ["7"]]]);
  expect(filled.fileNames.size).toBe(0);
});

test("keeps the files of earlier jobs with the names that the form showed", async () => {
  const draft = draftInput.parse({ entries: [["fasta", "file:12"]], fileNames: [["file:12", "old.fa"]] });
  const filled = await fillDraft(anAnonymous(), spec, draft);
  expect([filled.entries.get("fasta"), filled.fileNames.get("file:12")]).toEqual([["file:12"], "old.fa"]);
});
