import { createHash } from "node:crypto";
import fs from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, aUser } from "@/db/testing/factories";
import { removeUnreferencedContents } from "@/server/files/remove-unreferenced";
import { rerunJob } from "@/server/jobs/rerun";
import { storedPath } from "@/server/storage/location";
import { isStored } from "@/server/storage/store";
import { toCharacters } from "./characters";
import type { OutputChunk } from "./chunk";
import { copyOutput } from "./copy";
import { findInOutput } from "./find";
import { readLines, readOutputEnds } from "./lines";
import { readFullOutput, readOutput, readOutputBytes } from "./read";
import { storeForgottenOutputs, storeOutput } from "./store";

const bytesOf = (rows: [number, Buffer][]) => rows.reduce((sum, [, content]) => sum + content.length, 0);

/** An ended job with this output, one row per entry: the stream and the bytes. */
async function anEndedJob(rows: [number, Buffer][], columns: Parameters<typeof aJob>[0] = {}) {
  const ended = { status: "completed" as const, startedAt: new Date(), endedAt: new Date() };
  const job = await aJob({ ...ended, outputBytes: bytesOf(rows), ...columns });
  let position = 0;
  for (let n = 0; n < rows.length; n += 500) {
    const batch = rows.slice(n, n + 500).map(([stream, content]) => {
      const row = { job_id: job.id, attempt: 1, position, stream, at: new Date(), content };
      position += content.length;
      return row;
    });
    await pg`insert into job_output ${pg(batch)}`;
  }
  return { job, run: { id: job.id, attempt: 1 } };
}

/** Two streams that alternate, in chunks that end anywhere, even within characters and colour codes. */
function mixedRows(bytes: number): [number, Buffer][] {
  const text = Array.from(
    { length: bytes / 40 },
    (_, n) => `line ${n} – \u001b[3${n % 8}mÄpfel\u001b[0m ${"x".repeat(n % 30)}\n`,
  );
  const full = Buffer.concat([
    Buffer.from(text.join("")),
    Buffer.from([0xff, 0xfe, 0x00]),
    Buffer.from("no end €").subarray(0, -1),
  ]);
  const rows: [number, Buffer][] = [];
  for (let at = 0, n = 0; at < full.length; n++) {
    const length = 1 + ((n * 7919) % 5000);
    rows.push([n % 5 === 0 ? 2 : 1, full.subarray(at, at + length)]);
    at += length;
  }
  return rows;
}

async function allOf(generator: AsyncGenerator<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of generator) parts.push(part);
  return Buffer.concat(parts);
}

const digest = (parts: Buffer[]) => createHash("sha256").update(Buffer.concat(parts)).digest("hex");

/** All requests that a reader may make, from several positions. */
async function readEverything(run: { id: number; attempt: number }, total: number) {
  const chunks: OutputChunk[] = [];
  await copyOutput(run, 0, (chunk) => chunks.push({ ...chunk, content: Buffer.from(chunk.content) }));
  const positions = [0, 1, Math.floor(total / 3), Math.floor(total / 2) + 1, total - 1, total, total + 10];
  const ranges = await Promise.all(
    positions.map((start) => allOf(readOutputBytes(run, { start, end: start + 300_000, stream: undefined }))),
  );
  const ofErrors = await allOf(readOutputBytes(run, { start: 0, end: total, stream: "stderr" }));
  const starts = chunks.filter((_, n) => n % 50 === 0).map((chunk) => chunk.position);
  const texts = await Promise.all(
    starts.map(async (position) =>
      (await toCharacters(run, position))((await readOutput(run, position)).slice(0, 5), { isLast: true }),
    ),
  );
  return {
    full: digest(chunks.map((chunk) => chunk.content)),
    chunks: chunks.map(({ position, stream, content }) => `${position} ${stream} ${content.length}`),
    ranges: ranges.map((range) => digest([range])),
    ofErrors: digest([ofErrors]),
    texts,
    streams: Object.values(await readFullOutput(run)).map((text) => digest([Buffer.from(text)])),
    lines: await Promise.all([0, 700, 5_000].map((from) => readLines(run, from, 100))),
    ends: await readOutputEnds(run),
    found: await findInOutput(run, "line 77"),
  };
}

describe("storeOutput", () => {
  test("moves all of it into a file, from which every reader reads the same", async () => {
    const rows = mixedRows(700_000);
    const { job, run } = await anEndedJob(rows);
    const before = await readEverything(run, bytesOf(rows));
    expect(before.full).toBe(digest(rows.map(([, content]) => content)));
    expect(await storeOutput(job.id, 1)).toBe(true);
    expect(await pg`select from job_output where job_id = ${job.id}`).toHaveLength(0);
    expect(await readEverything(run, bytesOf(rows))).toEqual(before);
  });

  test("keeps it in compressed blocks, as long as something refers to it", async () => {
    const { job } = await anEndedJob(mixedRows(600_000));
    await storeOutput(job.id, 1);
    const [stored] = await pg<{ sha256: string; blocks: { offset: number }[] }[]>`
      select sha256, blocks from stored_outputs where job_id = ${job.id}`;
    const file = fs.readFileSync(storedPath(stored?.sha256 ?? ""));
    expect(stored?.blocks.length).toBeGreaterThan(2);
    expect(file.length).toBeLessThan(200_000);
    expect(gunzipSync(file).length).toBeGreaterThan(600_000); // concatenated gzip members are a gzip file
    await pg`update files set created_at = now() - interval '2 days' where sha256 = ${stored?.sha256 ?? ""}`;
    await removeUnreferencedContents();
    expect(await isStored(stored?.sha256 ?? "")).toBe(true);
    await pg`delete from jobs where id = ${job.id}`;
    await removeUnreferencedContents();
    expect(await isStored(stored?.sha256 ?? "")).toBe(false);
  });

  test("does nothing a second time, for short output, for another attempt, and while the job runs", async () => {
    const { job } = await anEndedJob(mixedRows(100_000));
    expect(await storeOutput(job.id, 2)).toBe(false);
    expect([await storeOutput(job.id, 1), await storeOutput(job.id, 1)]).toEqual([true, false]);
    const short = await anEndedJob([[1, Buffer.from("short\n")]]);
    expect(await storeOutput(short.job.id, 1)).toBe(false);
    const running = await anEndedJob(mixedRows(100_000), { status: "running", endedAt: null });
    expect(await storeOutput(running.job.id, 1)).toBe(false);
    expect(await pg`select from job_output where job_id = ${running.job.id}`).not.toHaveLength(0);
  });

  test("is done only once if two try at the same time, and loses nothing", async () => {
    const rows = mixedRows(400_000);
    const { job, run } = await anEndedJob(rows);
    const outcomes = await Promise.allSettled([storeOutput(job.id, 1), storeOutput(job.id, 1)]);
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled" && outcome.value)).toHaveLength(1);
    const all = await allOf(readOutputBytes(run, { start: 0, end: Number.MAX_SAFE_INTEGER, stream: undefined }));
    expect(all.equals(Buffer.concat(rows.map(([, content]) => content)))).toBe(true);
  });

  test("is removed by a re-run", async () => {
    const owner = await aUser();
    const { job, run } = await anEndedJob(mixedRows(100_000), { ownerId: owner.id });
    await storeOutput(job.id, 1);
    await rerunJob(await actorOf(owner), job.id);
    expect(await readOutput(run, 0)).toEqual([]);
  });
});

test("storeForgottenOutputs stores output that was not stored at the end of its job", async () => {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const { job } = await anEndedJob(mixedRows(100_000), { startedAt: ago(20), endedAt: ago(10) });
  const { job: fresh } = await anEndedJob(mixedRows(100_000));
  expect(await storeForgottenOutputs()).toBe(1);
  expect(await pg`select from stored_outputs where job_id = ${job.id}`).toHaveLength(1);
  expect(await pg`select from stored_outputs where job_id = ${fresh.id}`).toHaveLength(0);
  expect(await storeForgottenOutputs()).toBe(0);
});
