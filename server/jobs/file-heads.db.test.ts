import { describe, expect, test } from "vitest";
import { actorOf, aJob, aJobFile, anAnonymous, aUser } from "@/db/testing/factories";
import { readFileHeads } from "./file-heads";

describe("readFileHeads", () => {
  test("reads the start of each file and whether that is the full file", async () => {
    const job = await aJob({ status: "completed" });
    const short = await aJobFile(job, { content: "héllo" });
    const long = await aJobFile(job, { content: "0123456789é and more" });
    const heads = await readFileHeads(anAnonymous(), job.uuid, { fileIds: [short.id, long.id], bytesMax: 11 });
    expect(heads.get(short.id)).toEqual({ text: "héllo", isComplete: true });
    expect(heads.get(long.id)).toEqual({ text: "0123456789", isComplete: false });
  });

  test("reads text in Latin-1", async () => {
    const job = await aJob({ status: "completed" });
    const file = await aJobFile(job, { content: Buffer.from("größe", "latin1") });
    const heads = await readFileHeads(anAnonymous(), job.uuid, { fileIds: [file.id], bytesMax: 10 });
    expect(heads.get(file.id)?.text).toBe("größe");
  });

  test("finds the pictures of a Markdown file among the files of its job", async () => {
    const job = await aJob({ status: "completed" });
    const header = (side: string) => Buffer.from(`89504e470d0a1a0a0000000d49484452${side}${side}0806000000`, "hex");
    const picture = { kind: "image", mediaType: "image/png" } as const;
    const shown = await aJobFile(job, { ...picture, path: "out/plots/a.png", content: header("00000010") });
    await aJobFile(job, { ...picture, path: "out/bomb.png", content: header("0000c350") });
    await aJobFile(await aJob(), { ...picture, path: "out/foreign.png", content: header("00000010") });
    const content = "![a](plots/a.png) ![b](bomb.png) ![c](foreign.png) ![d](https://example.org/d.png)";
    const file = await aJobFile(job, { kind: "markdown", path: "out/report.md", content });
    const heads = await readFileHeads(anAnonymous(), job.uuid, { fileIds: [file.id], bytesMax: 1000 });
    expect(heads.get(file.id)?.images).toEqual(new Map([["plots/a.png", shown.id]]));
  });

  test("omits files of other jobs, and inputs that are not shared", async () => {
    const owner = await aUser();
    const job = await aJob({ ownerId: owner.id, status: "completed" });
    const input = await aJobFile(job, { direction: "input" });
    const foreign = await aJobFile(await aJob());
    const ids = [input.id, foreign.id];
    expect((await readFileHeads(anAnonymous(), job.uuid, { fileIds: ids, bytesMax: 10 })).size).toBe(0);
    expect([
      ...(await readFileHeads(await actorOf(owner), String(job.id), { fileIds: ids, bytesMax: 10 })).keys(),
    ]).toEqual([input.id]);
  });

  test("refuses to show a picture with too many pixels, and one whose header cannot be read", async () => {
    const job = await aJob({ status: "completed" });
    const picture = { kind: "image", mediaType: "image/png" } as const;
    const header = (side: string) => Buffer.from(`89504e470d0a1a0a0000000d49484452${side}${side}0806000000`, "hex");
    const bomb = await aJobFile(job, { ...picture, content: header("0000c350") });
    const small = await aJobFile(job, { ...picture, content: header("00000010") });
    const broken = await aJobFile(job, { ...picture, content: header("00000010").subarray(0, 20) });
    const ids = [bomb.id, small.id, broken.id];
    const heads = await readFileHeads(anAnonymous(), job.uuid, { fileIds: ids, bytesMax: 100 });
    expect(ids.map((id) => heads.get(id)?.refusal)).toEqual([
      "This picture has 50,000 × 50,000 pixels, too many to show here. Download it instead.",
      undefined,
      "This file cannot be shown here. Download it instead.",
    ]);
  });

  test("not_found for a job whose link is off", async () => {
    const job = await aJob({ visibility: "private", ownerId: (await aUser()).id });
    await expect(readFileHeads(anAnonymous(), job.uuid, { fileIds: [1], bytesMax: 10 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
