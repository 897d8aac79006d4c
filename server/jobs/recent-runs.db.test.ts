import { expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, aJobFile, aScript, aUser, aVersion } from "@/db/testing/factories";
import { listRecentRuns } from "./recent-runs";

test("returns the actor's latest runs of a script with their arguments, input files by name, newest first", async () => {
  const user = await aUser();
  const script = await aScript();
  const version = await aVersion(script);
  const job = await aJob({ ownerId: user.id, versionId: version.id });
  const file = await aJobFile(job, { direction: "input", path: "my reads.fa" });
  await pg`update jobs set argv = ${pg.json(["--count=5", `{input:${file.id}}`])} where id = ${job.id}`;
  const second = await aJob({ ownerId: user.id, versionId: version.id });
  await aJob({ ownerId: (await aUser()).id, versionId: version.id });
  await aJob({ ownerId: user.id });
  const runs = await listRecentRuns(await actorOf(user), script.slug, 6);
  expect(runs.map((run) => [run.id, run.given])).toEqual([
    [second.id, ""],
    [job.id, "--count=5 'my reads.fa'"],
  ]);
});
