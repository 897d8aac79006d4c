import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, aJobFile, aUser } from "@/db/testing/factories";
import { readQuery } from "@/server/http/query";
import { findJobByPath } from "@/server/jobs/queries";
import { findShownFiles, type ShownFiles, shownFilesQuery } from "./shown-files";

describe("findShownFiles", () => {
  test("lists the output files of a job, two hundred at a time", async () => {
    const owner = await aUser();
    const job = await aJob({ status: "completed", ownerId: owner.id });
    const { sha256 } = await aJobFile(job, { direction: "input", path: "given.txt" });
    await pg`insert into job_files (job_id, direction, path, sha256, size_bytes)
      select ${job.id}, 'output', 'out-' || n, ${sha256}, 0 from generate_series(1, 720) n`;
    const actor = await actorOf(owner);
    const view = await findJobByPath(actor, String(job.id));
    if (!view) throw new Error("The job was not found.");
    const seen: string[] = [];
    const sizes: number[] = [];
    let after: number | null = null;
    do {
      const page: ShownFiles = await findShownFiles(actor, view, { key: String(job.id), after });
      seen.push(...page.outputs.map((file) => file.path));
      sizes.push(page.outputs.length);
      after = page.next;
    } while (after !== null);
    expect(sizes).toEqual([200, 200, 200, 120]);
    expect(seen).toEqual(Array.from({ length: 720 }, (_, n) => `out-${n + 1}`));
  });
});

describe("shownFilesQuery", () => {
  test.each([
    ["12", 12],
    ["x", null],
    [["x", "2"], null],
    [undefined, null],
  ])("reads %j as %j", (files, after) => {
    expect(readQuery(shownFilesQuery, { files }).files).toBe(after);
  });
});
