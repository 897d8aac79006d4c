import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, aJobFile, aUser } from "@/db/testing/factories";
import { findJobByPath } from "@/server/jobs/queries";
import { findShownFiles } from "./shown-files";

describe("findShownFiles", () => {
  test("gives a job's output files two hundred at a time, each once, as far as they go", async () => {
    const owner = await aUser();
    const job = await aJob({ status: "completed", ownerId: owner.id });
    const { sha256 } = await aJobFile(job, { direction: "input", path: "given.txt" });
    await pg`insert into job_files (job_id, direction, path, sha256, size_bytes)
      select ${job.id}, 'output', 'out-' || n, ${sha256}, 0 from generate_series(1, 720) n`;
    const actor = await actorOf(owner);
    const view = await findJobByPath(actor, String(job.id));
    if (!view) throw new Error("the job is not there");
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let next: number | null | undefined = undefined; next !== null; ) {
      const page = await findShownFiles(actor, view, {
        key: String(job.id),
        after: next === undefined ? next : String(next),
      });
      seen.push(...page.outputs.map((file) => file.path));
      sizes.push(page.outputs.length);
      next = page.next;
    }
    expect(sizes).toEqual([200, 200, 200, 120]);
    expect(seen).toEqual(Array.from({ length: 720 }, (_, n) => `out-${n + 1}`));
  });

  test("takes what is no number for the beginning", async () => {
    const owner = await aUser();
    const job = await aJob({ status: "completed", ownerId: owner.id });
    const file = await aJobFile(job);
    const actor = await actorOf(owner);
    const view = await findJobByPath(actor, String(job.id));
    if (!view) throw new Error("the job is not there");
    for (const after of ["x", ["1", "2"], undefined]) {
      const { outputs, next } = await findShownFiles(actor, view, { key: String(job.id), after });
      expect(outputs.map((each) => each.id)).toEqual([file.id]);
      expect(next).toBeNull();
    }
  });
});
