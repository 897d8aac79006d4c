import { describe, expect, test } from "vitest";
import { normalRequirements, withoutPasswords } from "./requirements";

describe("normalRequirements", () => {
  test("drops comments, empty lines, duplicates and order, and joins continued lines", () => {
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
  test("hides name and password of an index, and keeps everything else", () => {
    expect(withoutPasswords("--index-url https://me:hunter2@example.org/simple\na @ https://example.org/a@1.whl")).toBe(
      "--index-url https://****@example.org/simple\na @ https://example.org/a@1.whl",
    );
  });
});
