import { expect, test } from "vitest";
import { formatMetric } from "./format-metric";

test.each([
  [12345678, "12,345,678"],
  [0, "0"],
  [0.931234567, "0.93123"],
  [1234.56789, "1,234.6"],
  [-0.00012, "-0.00012"],
  [0.0000123, "1.230e-5"],
  [6.02e23, "6.020e+23"],
  ["hg38", "hg38"],
  ["\u202Etxt", "<U+202E>txt"],
])("writes %j as %s", (value, text) => {
  expect(formatMetric(value)).toBe(text);
});
