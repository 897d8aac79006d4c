import { describe, expect, test } from "vitest";
import { findUnlisted, normalRequirements, withoutPasswords } from "./requirements";

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

describe("findUnlisted", () => {
  test("accepts packages of the index with versions, markers and hashes", () => {
    const lines = ["a", "b[c]>=2; os_name == 'posix'", `d==1 --hash=sha256:${"0".repeat(64)} --hash sha512:ab`];
    expect(findUnlisted(lines)).toBeUndefined();
  });

  test.each([
    "--index-url https://x",
    "-e .",
    "a @ https://x/a.whl",
    "./a",
    "/srv/a.whl",
    "a --config-settings=x=y",
    "a --hash=sha256:00 --global-option=x",
    "a\u2028--index-url https://x",
  ])("finds %j", (line) => expect(findUnlisted(["b", line])).toBe(line));
});

describe("withoutPasswords", () => {
  test("hides name and password of an index, and keeps everything else", () => {
    expect(withoutPasswords("--index-url https://me:hunter2@example.org/simple\na @ https://example.org/a@1.whl")).toBe(
      "--index-url https://****@example.org/simple\na @ https://example.org/a@1.whl",
    );
  });
});
