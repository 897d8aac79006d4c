import { describe, expect, test } from "vitest";
import { normalRequirements, withoutPasswords } from "./requirements";

describe("normalRequirements", () => {
  test("drops comments, empty lines, doubles and order, and joins lines that go on", () => {
    expect(normalRequirements("# mine\nb  >= 2\r\n\n a==1 # why\nb >= 2\nc \\\n  --hash=sha256:00\n")).toEqual([
      "a==1",
      "b >= 2",
      "c --hash=sha256:00",
    ]);
  });

  test("keeps options first and in their order", () => {
    expect(normalRequirements("z\n--index-url https://x/#egg\na\n--extra-index-url https://y")).toEqual([
      "--index-url https://x/#egg",
      "--extra-index-url https://y",
      "a",
      "z",
    ]);
  });
});

describe("withoutPasswords", () => {
  test("shows neither name nor password of an index, and the rest as it is", () => {
    expect(withoutPasswords("--index-url https://me:hunter2@example.org/simple\na @ https://example.org/a@1.whl")).toBe(
      "--index-url https://****@example.org/simple\na @ https://example.org/a@1.whl",
    );
  });
});
