import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, aParameter, aScript, aSpec, aUser } from "@/db/testing/factories";
import { getWooeyDetails } from "@/server/wooey/details";
import { findInOutput } from "./find";
import { readLines, readOutputEnds } from "./lines";
import { readFullOutput, readOutput, readOutputBytes } from "./read";
import { storeOutput } from "./store";

const secret = "hunter2-é";

/** An earlier job that stores its password in plain text, and whose output was written in these chunks. */
async function anEarlierRun(chunks: [stream: number, content: string | Buffer][]) {
  const owner = await aUser();
  const { version } = await aScript({ spec: aSpec([aParameter("password"), aParameter("name")]) });
  const values = { password: secret, name: "visible" };
  const job = await aJob({ ownerId: owner.id, versionId: version.id, values, status: "completed" });
  let position = 0;
  for (const [stream, text] of chunks) {
    const content = Buffer.from(text);
    await pg`insert into job_output (job_id, attempt, position, stream, at, content)
      values (${job.id}, ${job.attempt}, ${position}, ${stream}, now(), ${content})`;
    position += content.length;
  }
  return { id: job.id, attempt: job.attempt, owner };
}

describe("a secret in the output of an earlier job", () => {
  test("is masked wherever the output is shown, and API v1 returns to the owner what was written", async () => {
    const run = await anEarlierRun([[1, `a ${secret} b\nvisible\n`]]);
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
    const single = [...bytes].map((_, at): [number, Buffer] => [1, bytes.subarray(at, at + 1)]);
    const between = single.flatMap((chunk): [number, string | Buffer][] => [chunk, [2, "visible\n"]]);
    const long: [number, string] = [1, "x".repeat(40 * 1024)];
    const run = await anEarlierRun([long, ...between, [1, `\n${secret}`], long]);
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
    await pg`insert into job_output (job_id, attempt, position, stream, at, content)
      values (${job.id}, ${job.attempt}, 0, 1, now(), ${Buffer.from("key BEGIN\nabc\nEND\n")})`;
    const { lines } = await readLines(job, 0, 9);
    expect(lines.map((line) => line.text)).toEqual(["key *****", "***", "***"]);
  });
});
