import { describe, expect, test } from "vitest";
import { actorOf, aJob, aJobFile, anAnonymous, aUser } from "@/db/testing/factories";
import { browserHashOf, newBrowserSecret } from "@/server/auth/browser";
import { listEarlierFiles } from "./earlier-files";

describe("listEarlierFiles", () => {
  test("returns input and output files of the actor's jobs, newest first, by a part of their name", async () => {
    const user = await aUser();
    const job = await aJob({ ownerId: user.id, status: "completed", name: "First" });
    const given = await aJobFile(job, { direction: "input", path: "reads.fa" });
    const made = await aJobFile(job, { path: "out/100%_table.csv" });
    await aJobFile(await aJob({ ownerId: (await aUser()).id, visibility: "public" }), { path: "of another.csv" });
    await aJobFile(await aJob({ ownerId: user.id, deletedAt: new Date() }), { path: "deleted.csv" });
    const actor = await actorOf(user);
    const references = async (text: string) => (await listEarlierFiles(actor, text)).map((file) => file.reference);
    expect(await references("")).toEqual([`file:${made.id}`, `file:${given.id}`]);
    expect(await references("TABLE")).toEqual([`file:${made.id}`]);
    expect(await references("0%_")).toEqual([`file:${made.id}`]);
    expect(await references("%%")).toEqual([]);
    expect(await listEarlierFiles(actor, "reads")).toMatchObject([{ path: "reads.fa", jobName: "First" }]);
  });

  test("returns equal content with the same name once, and returns the files of the browser's jobs to a visitor", async () => {
    const secret = newBrowserSecret();
    const job = await aJob({ browserHash: browserHashOf(secret), status: "completed" });
    const first = await aJobFile(job, { direction: "input", path: "reads.fa" });
    const second = await aJobFile(job, { direction: "output", path: "reads.fa", sha256: first.sha256 });
    const visitor = { ...anAnonymous(), browserHash: browserHashOf(secret) };
    expect((await listEarlierFiles(visitor, "")).map((file) => file.reference)).toEqual([`file:${second.id}`]);
    expect(await listEarlierFiles(anAnonymous(), "")).toEqual([]);
  });
});
