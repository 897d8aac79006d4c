import { expect, test } from "vitest";
import { satisfiesPython } from "./requires-python";

test.each([
  ["", true],
  [">=3.8", true],
  [">=3.12", false],
  [">3.11", true],
  [">3.11.7", false],
  ["<3.12", true],
  ["<=3.11", false],
  ["<=3.11.7", true],
  [">=3.8,<3.11", false],
  [">=3.8, <4", true],
  ["==3.11.*", true],
  ["==3.11", false],
  ["!=3.11.*", false],
  ["!=3.10.*", true],
  ["~=3.8", true],
  ["~=3.11.0", true],
  ["~=3.10.2", false],
  ["~=2.7", false],
  [">=3.9rc1", true],
])("Python 3.11.7 is one of %j: %s", (requires, isOne) => {
  expect(satisfiesPython("3.11.7", requires)).toBe(isOne);
});
