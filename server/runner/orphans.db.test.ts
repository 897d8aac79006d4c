import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { aJob } from "@/db/testing/factories";
import { env } from "@/server/env";
import { runFolder } from "./folder";
import { removeLeftovers } from "./orphans";

test("folders of runs that have ended go, and the empty ones of their jobs; those of runs that go on stay", async () => {
  const [ended, between, running] = await Promise.all([
    aJob({ status: "completed" }),
    aJob({ status: "completed" }),
    aJob({ status: "running" }),
  ]);
  for (const job of [ended, running]) fs.mkdirSync(runFolder(job.id, 1).work, { recursive: true });
  // Its worker was killed after it had removed the run's folder, and before the job's.
  fs.mkdirSync(path.dirname(runFolder(between.id, 1).root), { recursive: true });
  await removeLeftovers();
  expect(fs.readdirSync(path.join(env().WOOEY_DATA_DIR, "jobs"))).toEqual([String(running.id)]);
});
