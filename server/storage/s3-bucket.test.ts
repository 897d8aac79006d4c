import { expect, test } from "vitest";
import { openS3 } from "./s3-bucket";

test.each([
  ["s3://wooey", "s3://wooey"],
  ["s3://wooey/", "s3://wooey"],
  ["s3://wooey/a//b/", "s3://wooey/a/b"],
])("%s is written as %s, so that two locations can be compared", (given, written) => {
  expect(openS3(given).location).toBe(written);
});
