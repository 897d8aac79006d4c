import { beforeAll, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob, aJobFile, aUser } from "@/db/testing/factories";
import { connect, eras, type TestClient } from "./testing/clients";
import { end, keyed, refusal } from "./testing/objects";

let user: { id: number };
let headers: Record<string, string>;
beforeAll(async () => {
  user = await aUser();
  headers = await keyed({ userId: user.id });
});

async function writeOutput(job: { id: number }, text: string): Promise<void> {
  await pg`insert into job_output (job_id, attempt, position, stream, at, content)
    values (${job.id}, 1, 0, 1, now(), ${Buffer.from(text)})`;
}

describe.each(eras)("with a client of %s", (era) => {
  let client: TestClient;
  const call = (name: string, args: Record<string, unknown> = {}) => client.callTool({ name, arguments: args });
  beforeAll(async () => {
    client = await connect(era, headers);
  });

  test("reads the end, the matches and a range of a job's output", async () => {
    const job = await aJob({ ownerId: user.id, status: "completed", exitCode: 0 });
    await writeOutput(
      job,
      Array.from({ length: 500 }, (_, index) => `\u001b[31mline ${index + 1}\u001b[0m\n`).join(""),
    );
    const read = async (range: object) => (await call("job_output", { job: job.id, ...range })).structuredContent;
    const output = { lineCount: 500, ended: true };
    expect(await read({ tail: 2 })).toEqual({ ...output, text: "line 499\nline 500", from: 499, next: null });
    expect(await read({ grep: "LINE 49", count: 2 })).toEqual({
      ...output,
      text: "49: line 49\n490: line 490",
      from: null,
      matches: 11,
      next: 491,
    });
    expect(await read({ grep: "line 49", from: 491, count: 1 })).toMatchObject({ text: "491: line 491", next: 492 });
    expect(await read({ from: 10, count: 2 })).toMatchObject({ text: "line 10\nline 11", from: 10, next: 12 });
    expect(await read({})).toMatchObject({ from: 401 });
  });

  test("lists files, and returns texts and pictures", async () => {
    const job = await aJob({ ownerId: user.id, status: "completed" });
    await aJobFile(job, { path: "out/words.txt", content: "one\ntwo\n", mediaType: "text/plain" });
    const picture = Buffer.from("89504e470d0a1a0a", "hex");
    await aJobFile(job, { path: "plot.png", content: picture, kind: "image", mediaType: "image/png" });
    await aJobFile(job, { path: "data.bin", kind: "other", mediaType: "application/octet-stream" });
    const read = (path?: string) => call("job_files", { job: job.uuid, ...(path ? { path } : {}) });
    const all = await read();
    expect(all.structuredContent).toMatchObject({
      files: [{ path: "out/words.txt", direction: "output" }, { path: "plot.png" }, { path: "data.bin" }],
      next: null,
    });
    expect(all.content.filter((block) => block.type === "resource_link")).toHaveLength(3);
    const text = await read("out/words.txt");
    expect(text.structuredContent).toMatchObject({ text: "one\ntwo\n", next: null });
    expect(text.structuredContent).toEqual(JSON.parse(text.content[0]?.text ?? ""));
    const data = picture.toString("base64");
    expect((await read("plot.png")).content[1]).toEqual({ type: "image", data, mimeType: "image/png" });
    expect((await read("data.bin")).content[1]).toMatchObject({
      type: "resource_link",
      uri: expect.stringMatching(new RegExp(`^http://.*/jobs/${job.uuid}/files/\\d+/data.bin$`)),
    });
    expect(refusal(await read("nothing.txt"))).toEqual(["File not found."]);
  });

  test("waits for the end of a job, and says how to go on", async () => {
    const job = await aJob({ ownerId: user.id, status: "running", startedAt: new Date() });
    const seen = await call("job_wait", { job: job.id, seconds: 0 });
    expect(seen.structuredContent).toMatchObject({
      job: job.id,
      state: "running",
      ended: false,
      exitCode: null,
      next: `Call job_wait with job ${job.id}.`,
    });
    const waiting = call("job_wait", { job: job.id });
    await end(job.id, 1);
    const ended = await waiting;
    expect(ended.structuredContent).toMatchObject({ state: "failed", ended: true, exitCode: 1, files: [] });
    expect(ended.content[1]).toMatchObject({ type: "resource_link", uri: expect.stringContaining(job.uuid) });
  });

  test("a refused call says which argument is wrong, what was given and what is allowed", async () => {
    const read = async (args: object) => refusal(await call("job_output", { ...args }));
    const { id } = await aJob({ ownerId: user.id });
    expect(await read({ job: id, tail: 0, lines: 3 })).toEqual([
      "The arguments are not valid.",
      '/tail: Too small: expected number to be >=1. Given: 0. Allowed: {"minimum":1}.',
      '/lines: There is no such field. Allowed: ["job","tail","grep","from","count"].',
    ]);
    expect(await read({ tail: 5000 })).toContain("/job: Give the number of a job, or the uuid in its link.");
    expect(await read({ job: id, tail: 3, from: 3 })).toEqual([
      "/tail: Leave out grep, from and count, or leave out tail.",
    ]);
    expect(await read({ job: 2_000_000_000 })).toEqual(["Job not found."]);
  });
});
