import { describe, expect, test } from "vitest";
import { aJob } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import { storeOutput } from "./store";
import { type OutputPart, type OutputText, readTexts } from "./texts";

/** Characters of one to four bytes. */
const text = "aé€😀\n".repeat(3);
const bytes = Buffer.from(text);

/** An ended job whose output arrived byte by byte, with something at stderr in between. */
async function aRunByteByByte() {
  const job = await aJob({ status: "completed" });
  const chunks = [...bytes].map((byte): ["stdout", Buffer] => ["stdout", Buffer.from([byte])]);
  await someOutput(job, [...chunks.slice(0, 4), ["stderr", "oh\n"], ...chunks.slice(4)]);
  return job;
}

async function all(job: Parameters<typeof readTexts>[0], part: OutputPart): Promise<OutputText[]> {
  const texts: OutputText[] = [];
  for await (const batch of readTexts(job, part)) texts.push(...batch);
  return texts;
}
const joined = (texts: OutputText[], stream: string) =>
  texts
    .filter((each) => each.stream === stream)
    .map((each) => each.text)
    .join("");

describe("readTexts", () => {
  test("returns every stream, its offsets and times, and no half characters", async () => {
    const job = await aRunByteByByte();
    const texts = await all(job, { from: 0 });
    expect(joined(texts, "stdout")).toBe(text);
    expect(texts.find((each) => each.stream === "stderr")).toMatchObject({ offset: 4, next: 7, text: "oh\n" });
    expect(texts.every((each) => Math.abs(Date.now() - Date.parse(each.at)) < 60_000)).toBe(true);
    expect(joined(await all(job, { from: 0, stream: "stderr" }), "stderr")).toBe("oh\n");
    expect(joined(await all(job, { from: 0, stream: "stdout" }), "stderr")).toBe("");
  });

  test("continues after any text without losing or repeating a character", async () => {
    const job = await aRunByteByByte();
    const texts = await all(job, { from: 0 });
    for (const [index, { next }] of texts.entries()) {
      const later = await all(job, { from: next });
      expect(later.map((each) => each.text)).toEqual(texts.slice(index + 1).map((each) => each.text));
    }
  });

  test("starts within a chunk, also within a character", async () => {
    const job = await aJob({ status: "completed" });
    await someOutput(job, [["stdout", bytes]]);
    expect(joined(await all(job, { from: 1 }), "stdout")).toBe(text.slice(1));
    expect(joined(await all(job, { from: 2 }), "stdout")).toBe(text.slice(1));
    expect(joined(await all(job, { from: 3 }), "stdout")).toBe(text.slice(2));
    expect(await all(job, { from: bytes.length })).toEqual([]);
    expect(await all(job, { from: 999_999_999 })).toEqual([]);
  });

  test("returns the same from storage", async () => {
    const long = "a line of output\n".repeat(4000);
    const job = await aJob({ status: "completed", endedAt: new Date(), outputBytes: long.length });
    await someOutput(job, [
      ["stdout", long.slice(0, 30_000)],
      ["stderr", long.slice(30_000, 50_000)],
      ["stdout", long.slice(50_000)],
    ]);
    const before = [await all(job, { from: 0 }), await all(job, { from: 30_001, stream: "stderr" })];
    expect(await storeOutput(job.id, job.attempt)).toBe(true);
    expect([await all(job, { from: 0 }), await all(job, { from: 30_001, stream: "stderr" })]).toEqual(before);
    expect(joined(before[1] ?? [], "stderr")).toBe(long.slice(30_001, 50_000));
  });

  test("ends with a mark for a character that stays incomplete, only when the job has ended", async () => {
    for (const [status, expected] of [
      ["running", "x"],
      ["completed", "x\uFFFD"],
    ] as const) {
      const job = await aJob({ status });
      await someOutput(job, [["stdout", Buffer.from([0x78, 0xe2, 0x82])]]);
      expect(joined(await all(job, { from: 0 }), "stdout")).toBe(expected);
    }
  });
});
