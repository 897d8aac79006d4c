import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { aJob } from "@/db/testing/factories";
import { env } from "@/server/env";
import { removeLeftovers } from "./cleanup";
import { runFolder } from "./folder";

test("removes the folders of ended runs and the empty folders of their jobs, and keeps those of running ones", async () => {
  const [ended, between, running] = await Promise.all([
    aJob({ status: "completed" }),
    aJob({ status: "completed" }),
    aJob({ status: "running" }),
  ]);
  for (const job of [ended, running]) fs.mkdirSync(runFolder(job.id, 1).work, { recursive: true });
  // Its worker was killed after it had removed the run folder and before it removed the job's folder.
  fs.mkdirSync(path.dirname(runFolder(between.id, 1).root), { recursive: true });
  await removeLeftovers();
  expect(fs.readdirSync(path.join(env().WOOEY_DATA_DIR, "jobs"))).toEqual([String(running.id)]);
});
