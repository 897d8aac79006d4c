import { expect, test } from "vitest";
import { actorOf, aJob, aJobFile, anAnonymous, aUser } from "@/db/testing/factories";
import { findMentionedFiles } from "./mentions";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("finds the mentioned files of the job that the reader may see", async () => {
  const user = await aUser();
  const owner = await actorOf(user);
  const job = await aJob({ ownerId: user.id, visibility: "link" });
  const [other, plot] = [
    await aJob({ ownerId: user.id }),
    await aJobFile(job, { path: "plot.png", kind: "image", content: png }),
  ];
  await aJobFile(other, { path: "other.txt" });
  const input = await aJobFile(job, { path: "genes.fa", direction: "input" });
  const table = await aJobFile(job, { path: "out/my table.csv" });
  await aJobFile(job, { path: "bad.exe", scanState: "infected" });
  const text = '@genes.fa `bad.exe` @other.txt [t](out/my%20table.csv) ![p](plot.png) @missing @"out/my table.csv"';
  const { files, images } = await findMentionedFiles(owner, String(job.id), text);
  expect(Object.fromEntries(files)).toEqual({
    "genes.fa": input.id,
    "out/my table.csv": table.id,
    "plot.png": plot.id,
  });
  expect(Object.fromEntries(images)).toEqual({ "plot.png": plot.id });
  const visitor = await findMentionedFiles(anAnonymous(), job.uuid, text);
  expect([...visitor.files.keys()].toSorted()).toEqual(["out/my table.csv", "plot.png"]);
  const stranger = await findMentionedFiles(anAnonymous(), String(job.id), text);
  expect([stranger.files.size, stranger.images.size]).toEqual([0, 0]);
});
