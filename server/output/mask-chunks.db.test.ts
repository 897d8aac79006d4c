import { describe, expect, test } from "vitest";
import { actorOf, aJob, aParameter, aScript, aSpec, aUser } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import { getWooeyDetails } from "@/server/wooey/details";
import { findInOutput } from "./find";
import { readLines, readOutputEnds } from "./lines";
import { readFullOutput, readOutput, readOutputBytes } from "./read";
import { storeOutput } from "./store";

const secret = "hunter2-é";

type Chunk = Parameters<typeof someOutput>[1][number];

/** An earlier job that stores its password in plain text, and whose output was written in these chunks. */
async function anEarlierRun(chunks: Chunk[]) {
  const owner = await aUser();
  const { version } = await aScript({ spec: aSpec([aParameter("password"), aParameter("name")]) });
  const values = { password: secret, name: "visible" };
  const job = await aJob({ ownerId: owner.id, versionId: version.id, values, status: "completed" });
  await someOutput(job, chunks);
  return { id: job.id, attempt: job.attempt, owner };
}

describe("a secret in the output of an earlier job", () => {
  test("is masked wherever the output is shown, and API v1 returns to the owner what was written", async () => {
    const run = await anEarlierRun([["stdout", `a ${secret} b\nvisible\n`]]);
    const masked = "a ********** b";
    expect((await readLines(run, 0, 9)).lines.map((line) => line.text)).toEqual([masked, "visible"]);
    expect((await readOutputEnds(run)).tail.lines[0]?.text).toBe(masked);
    expect((await findInOutput(run, "hunter2")).lines).toEqual([]);
    expect((await findInOutput(run, "visible")).lines).toEqual([1]);
    const bytes: Buffer[] = [];
    for await (const part of readOutputBytes(run, { start: 4, end: 99 })) bytes.push(part);
    expect(Buffer.concat(bytes).toString()).toBe(`${masked.slice(4)}\nvisible\n`);
    const details = await getWooeyDetails(await actorOf(run.owner), String(run.id), "http://x");
    expect(details).toMatchObject({ details: { stdout: `a ${secret} b\nvisible\n` } });
  });

  test("is masked however it was split, between the lines of the other stream, and in stored output", async () => {
    const bytes = Buffer.from(secret);
    const single = [...bytes].map((_, at): Chunk => ["stdout", bytes.subarray(at, at + 1)]);
    const between = single.flatMap((chunk): Chunk[] => [chunk, ["stderr", "visible\n"]]);
    const long: Chunk = ["stdout", "x".repeat(40 * 1024)];
    const run = await anEarlierRun([long, ...between, ["stdout", `\n${secret}`], long]);
    const expected = {
      stdout: `${long[1]}${"*".repeat(bytes.length)}\n${"*".repeat(bytes.length)}${long[1]}`,
      stderr: "visible\n".repeat(bytes.length),
    };
    expect(await readFullOutput(run)).toEqual(expected);
    // A reader may start in the middle of the secret.
    for (let at = 0; at < 2 * bytes.length; at += 1) {
      const [chunk] = await readOutput(run, long[1].length + at);
      expect(chunk?.content.toString()).toMatch(/^(\*|visible\n)$/);
    }
    await storeOutput(run.id, run.attempt);
    expect(await readFullOutput(run)).toEqual(expected);
  });

  test("keeps the line ends of a secret with several lines", async () => {
    const owner = await aUser();
    const { version } = await aScript({ spec: aSpec([aParameter("private_key")]) });
    const values = { private_key: "BEGIN\nabc\nEND" };
    const job = await aJob({ ownerId: owner.id, versionId: version.id, values, status: "completed" });
    await someOutput(job, [["stdout", "key BEGIN\nabc\nEND\n"]]);
    const { lines } = await readLines(job, 0, 9);
    expect(lines.map((line) => line.text)).toEqual(["key *****", "***", "***"]);
  });
});
