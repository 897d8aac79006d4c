import { expect, test } from "vitest";
import { toId } from "./path-id";

test.each([
  ["12", 12],
  ["0", 0],
  ["-1", 0],
  ["1.5", 0],
  ["99999999999", 0],
  ["4000000000", 0],
  ["x", 0],
  ["", 0],
])("toId(%j) is %i", (text, id) => {
  expect(toId(text)).toBe(id);
});
