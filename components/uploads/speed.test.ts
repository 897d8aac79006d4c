import { expect, test } from "vitest";
import { measureSpeed } from "./speed";

test("tells the speed of the last five seconds, once a second has passed", () => {
  const speed = measureSpeed();
  expect(speed.add(0, 0)).toBeNull();
  expect(speed.add(500, 500)).toBeNull();
  expect(speed.add(1000, 1000)).toBe(1000);
  for (let second = 2; second <= 10; second++) speed.add(1000 + (second - 1) * 100, second * 1000);
  expect(speed.add(2000, 11_000)).toBe(100);
});

test("is zero while nothing arrives, and starts again when an upload continues further back", () => {
  const speed = measureSpeed();
  speed.add(1000, 0);
  expect(speed.add(1000, 2000)).toBe(0);
  expect(speed.add(200, 2100)).toBeNull();
  expect(speed.add(1200, 3100)).toBe(1000);
});
