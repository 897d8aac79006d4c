import { expect, test } from "vitest";
import { openBodyMemory } from "./body-memory";

test("all bodies together hold no more than is allowed", () => {
  const [first, second] = [openBodyMemory(100), openBodyMemory(100)];
  first.take(60);
  second.take(40);
  expect(() => second.take(1)).toThrow(expect.objectContaining({ code: "limit", retryAfterSeconds: 5 }));
  second.free();
  first.take(40);
  expect(() => first.take(1)).toThrow(expect.objectContaining({ code: "limit" }));
  first.free();
  first.free();
  openBodyMemory(100).take(100);
});
