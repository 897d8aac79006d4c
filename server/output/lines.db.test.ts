import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aJob } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import { casesOf } from "@/server/env/testing/thoroughness";
import { findInOutput } from "./find";
import { readLines, readOutputEnds } from "./lines";
import { storeOutput } from "./store";

const streams = { 1: "stdout", 2: "stderr" } as const;

/** A run whose output was written in these chunks. */
async function aRun(chunks: [stream: 1 | 2, content: string | Buffer][]) {
  const job = await aJob();
  await someOutput(
    job,
    chunks.map(([stream, content]) => [streams[stream], content]),
  );
  return { id: job.id, attempt: job.attempt };
}

const manyLines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `line ${from + n}\n`).join("");

describe("readLines", () => {
  test("returns any lines of a long log, however it was split into chunks", async () => {
    const text = manyLines(0, 5000);
    const run = await aRun([
      [1, text.slice(0, 20_001)],
      [1, text.slice(20_001, 20_003)],
      [1, text.slice(20_003)],
    ]);
    for (const from of [0, 499, 500, 501, 2310, 4990]) {
      const { lines } = await readLines(run, from, 20);
      expect(lines.map((line) => line.text)).toEqual(
        manyLines(from, Math.min(5000, from + 20))
          .trim()
          .split("\n"),
      );
    }
    expect((await readLines(run, 5000, 20)).lines).toEqual([]);
  });

  test("numbers lines by their start, and keeps the lines of two streams apart", async () => {
    const run = await aRun([
      [1, "working "],
      [2, "warning 1\nwarning "],
      [1, "done\n"],
      [2, "2\n"],
      [1, "open"],
    ]);
    const { lines } = await readLines(run, 0, 10);
    expect(lines.map((line) => [line.stream, line.text, line.isOpen])).toEqual([
      [1, "working done", false],
      [2, "warning 1", false],
      [2, "warning 2", false],
      [1, "open", true],
    ]);
  });

  test("reports which stream is still in an earlier line", async () => {
    const open = await aRun([
      [1, "working "],
      [2, "one\ntwo\n"],
    ]);
    expect(await readLines(open, 1, 2)).toMatchObject({ openBefore: [1], lines: [{ text: "one" }, { text: "two" }] });
    const ended = await aRun([
      [1, "working "],
      [2, "one\n"],
      [1, "\n"],
    ]);
    expect((await readLines(ended, 1, 2)).openBefore).toEqual([]);
  });

  test("cuts a line of megabytes, reports how much is missing, and returns what follows it", async () => {
    const long = "x".repeat(1024 * 1024);
    const run = await aRun([
      [1, "before\n"],
      ...Array.from({ length: 3 }, (): [1 | 2, string] => [1, long]),
      [1, "\nafter\n"],
    ]);
    const { lines } = await readLines(run, 0, 10);
    expect(lines.map((line) => line.text.length)).toEqual([6, 8192, 5]);
    expect(lines[1]?.cut).toBeCloseTo(3 * 1024 * 1024 - 8192, -2);
  });

  test("shows the last state of a progress bar with many steps", async () => {
    const steps = Array.from({ length: 20_000 }, (_, n) => `\r${n / 200} % of all of it`).join("");
    const [line] = (await readLines(await aRun([[2, steps]]), 0, 1)).lines;
    expect(line?.text).toContain("99.995 % of all of it");
    expect(line?.cut).toBe(0);
  });

  test("continues counting when output has grown", async () => {
    const run = await aRun([[1, "one\ntw"]]);
    expect((await readLines(run, 0, 10)).lines).toHaveLength(2);
    await pg`insert into job_output (job_id, attempt, position, stream, at, content)
      values (${run.id}, ${run.attempt}, 6, 1, now(), ${Buffer.from("o\nthree\n")})`;
    expect((await readLines(run, 1, 10)).lines.map((line) => line.text)).toEqual(["two", "three"]);
  });

  test("carries colours from line to line", async () => {
    const run = await aRun([[1, `\u001b[31mred\n${manyLines(0, 600)}`]]);
    expect((await readLines(run, 550, 1)).lines[0]?.style).toBe("\u001b[31m");
  });
});

describe("readOutputEnds", () => {
  test("sends all of a short log, and the start and the end of a long one", async () => {
    const short = await readOutputEnds(await aRun([[1, manyLines(0, 30)]]));
    expect(short).toMatchObject({ lineCount: 30, head: { lines: [] }, tail: { from: 0 } });
    expect(short.tail.lines).toHaveLength(30);
    const long = await readOutputEnds(await aRun([[1, manyLines(0, 3000)]]));
    expect(long.head.lines[0]?.text).toBe("line 0");
    expect(long.tail.lines.at(-1)?.text).toBe("line 2999");
    expect(long.tail.lines[0]?.text).toBe(`line ${long.tail.from}`);
  });

  test("returns nothing if nothing was written", async () => {
    expect(await readOutputEnds(await aRun([]))).toMatchObject({ lineCount: 0, next: 0, tail: { lines: [] } });
  });
});

describe("output that moves the cursor", () => {
  const esc = "\u001b";
  const frame = (n: number) => [...[1, 2, 3].map((row) => `${esc}[2Ktask ${row}: ${n}\n`), `${esc}[3A`].join("");
  const frames = (count: number) => Array.from({ length: count }, (_, n) => frame(n)).join("");

  test("is returned as a terminal shows it, however often it was redrawn", async () => {
    const run = await aRun([
      [1, "start\n"],
      [1, frames(2000)],
      [1, `${esc}[3Bend\n`],
    ]);
    const { lineCount, tail, head } = await readOutputEnds(run);
    expect([lineCount, head.lines, tail.from, tail.isDrawn]).toEqual([6002, [], 0, true]);
    expect(tail.lines.map((line) => line.hidden ?? line.text)).toEqual([
      "start",
      "task 1: 1999",
      "task 2: 1999",
      "task 3: 1999",
      5997,
      "end",
    ]);
    expect((await readLines(run, 2, 3)).lines.map((line) => line.hidden ?? line.text)).toEqual([
      "task 2: 1999",
      "task 3: 1999",
      1,
    ]);
  });

  test("is returned with the screen from which a page continues", async () => {
    const run = await aRun([[2, `a: 0\nb: 0\n${`${esc}[2A\ra: 1${esc}[2B\r`.repeat(5000)}${esc}[1A`]]);
    const ends = await readOutputEnds(run);
    expect(ends.tail.lines.map((line) => line.text)).toEqual(["a: 1", "b: 0", ""]);
    expect(ends.screens).toMatchObject([{ stream: 2, cursor: { row: 1, column: 0 }, line: 2 }]);
  });
});

describe("findInOutput", () => {
  test("finds lines in any case, across the border of chunks, in each stream", async () => {
    const run = await aRun([
      [1, "alpha\nbe"],
      [2, "an ERROR\n"],
      [1, "ta Err"],
      [1, "or\n\u001b[1mer\u001b[0mror\nnone\n"],
    ]);
    expect(await findInOutput(run, "error")).toEqual({ lines: [1, 2, 3], lineCount: 5 });
    expect((await findInOutput(run, "nothing of it")).lines).toEqual([]);
    expect((await findInOutput(run, "")).lines).toEqual([]);
  });

  test("does not find overwritten text", async () => {
    const run = await aRun([[1, "10 % done\r100 % done\r\nnext\n"]]);
    expect((await findInOutput(run, "10 % done")).lines).toEqual([]);
    expect((await findInOutput(run, "100 %")).lines).toEqual([0]);
  });
});

test.each([
  ["in the table", false],
  ["in storage", true],
])("a log of up to 1,000,000 lines %s opens and is searched within a second each", async (_, isStored) => {
  const lines = casesOf(1_000_000);
  const padded = (line: number) => String(line).padStart(7, "0");
  const job = await aJob({ status: "completed", outputBytes: lines * 51, startedAt: new Date(), endedAt: new Date() });
  await pg`
    insert into job_output (job_id, attempt, position, stream, at, content)
    select ${job.id}, ${job.attempt}, (n - 1) * 51000, 1, now(), convert_to(string_agg(
      'line ' || lpad(((n - 1) * 1000 + m)::text, 7, '0') || ' of the log: nothing happened here' || chr(10), '' order by m), 'utf8')
    from generate_series(1, ${lines / 1000}::int) n, generate_series(0, 999) m group by n`;
  const run = { id: job.id, attempt: job.attempt };
  expect(await (isStored && storeOutput(run.id, run.attempt))).toBe(isStored);
  const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
    const start = performance.now();
    return [await work(), performance.now() - start];
  };
  const [ends, opening] = await timed(() => readOutputEnds(run));
  const [middle, window] = await timed(() => readLines(run, lines - 1234, 500));
  const [found, searching] = await timed(() => findInOutput(run, `LINE ${padded(lines - 1)}`));
  console.log(`opened in ${opening.toFixed(0)} ms, a window ${window.toFixed(0)}, searched ${searching.toFixed(0)}`);
  expect(ends.lineCount).toBe(lines);
  expect(middle.lines[0]?.text).toContain(`line ${padded(lines - 1234)} `);
  expect(found).toEqual({ lines: [lines - 1], lineCount: lines });
  expect(Math.max(opening, searching)).toBeLessThan(5000); // Includes four seconds for a busy machine; bench/pages.ts holds the promise.
});
