import { expect, test } from "vitest";
import { mergeStreams } from "./merge-streams";

const streamOf = async function* (texts: string[]) {
  yield* texts;
};

async function all(stream: AsyncIterable<string>): Promise<string[]> {
  const items: string[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

test("passes on the items of both, and ends both when the first ends", async () => {
  let hasEnded = false;
  const endless = async function* (signal: AbortSignal) {
    yield "b";
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    hasEnded = true;
  };
  const items = await all(mergeStreams(streamOf(["1", "2"]), endless, new AbortController().signal));
  expect(items.toSorted()).toEqual(["1", "2", "b"]);
  await expect.poll(() => hasEnded).toBe(true);
});

test("continues with the first when the second ends, and fails if either fails", async () => {
  const none = () => streamOf([]);
  const { signal } = new AbortController();
  expect(await all(mergeStreams(streamOf(["1", "2"]), none, signal))).toEqual(["1", "2"]);
  const broken = async function* () {
    yield await Promise.reject<string>(new Error("gone"));
  };
  const forever = async function* () {
    yield "1";
    await new Promise(() => {});
  };
  await expect(all(mergeStreams(forever(), broken, signal))).rejects.toThrow("gone");
});
