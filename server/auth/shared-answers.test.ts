import { expect, test } from "vitest";
import { shareAnswers } from "./shared-answers";

/** A question whose answers are given by hand: the number of the answer, or an error. */
function aQuestion() {
  const open: { resolve(answer: number): void; reject(error: Error): void }[] = [];
  const share = shareAnswers(() => new Promise<number>((resolve, reject) => open.push({ resolve, reject })));
  return { open, share };
}

test("who asks alone is asked for at once, each time", async () => {
  const { open, share } = aQuestion();
  for (const n of [0, 1]) {
    const answer = share("a");
    expect(open).toHaveLength(n + 1);
    open[n]?.resolve(n);
    expect(await answer).toBe(n);
  }
});

test("those who ask meanwhile share the next answer, and never the one that was asked for before", async () => {
  const { open, share } = aQuestion();
  const first = share("a");
  const later = [share("a"), share("a"), share("a")];
  expect(open).toHaveLength(1);
  open[0]?.resolve(0);
  expect(await first).toBe(0);
  await expect.poll(() => open.length).toBe(2);
  const last = share("a");
  open[1]?.resolve(1);
  expect(await Promise.all(later)).toEqual([1, 1, 1]);
  await expect.poll(() => open.length).toBe(3);
  open[2]?.resolve(2);
  expect(await last).toBe(2);
});

test("another question is another matter, and an error is the answer to those who share it", async () => {
  const { open, share } = aQuestion();
  const [first, other] = [share("a"), share("b")];
  const later = share("a");
  expect(open).toHaveLength(2);
  open[0]?.reject(new Error("gone"));
  open[1]?.resolve(1);
  await expect(first).rejects.toThrow("gone");
  expect(await other).toBe(1);
  await expect.poll(() => open.length).toBe(3);
  open[2]?.resolve(2);
  expect(await later).toBe(2);
});
