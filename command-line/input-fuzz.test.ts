import { expect, test } from "vitest";
import { fuzzInputs } from "./testing/input-fuzz";
import { Chance } from "./testing/random";
import { seeded } from "./testing/seeded";

test("40 random scripts: the reader accepts what the schema accepts, nothing else, and each input has a command line", {
  timeout: 120_000,
}, () => {
  const chance = new Chance(seeded(20_261_130));
  const found = Array.from({ length: 40 }, (_, index) => {
    const spec = chance.decorated(chance.spec());
    const { differences, unbuildable, changed, accepted, refused } = fuzzInputs(spec, { seed: index, count: 10 });
    return { wrong: [differences, unbuildable, changed].flat(), accepted: accepted.length, refused };
  });
  expect(found.flatMap(({ wrong }) => wrong)).toEqual([]);
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  expect(sum(found.map(({ accepted }) => accepted))).toBeGreaterThan(300);
  expect(sum(found.map(({ refused }) => refused))).toBeGreaterThan(150);
});
