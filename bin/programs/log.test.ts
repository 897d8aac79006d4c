import { DrizzleQueryError } from "drizzle-orm/errors";
import { describe, expect, test } from "vitest";
import { toLogText } from "./log";

describe("toLogText", () => {
  test("formats as console does", () => {
    expect(toLogText(["%d jobs of %s", 3, "a", { b: 1 }])).toBe("3 jobs of a { b: 1 }");
    expect(toLogText([new Error("broken")])).toMatch(/^Error: broken\n {8}at /);
  });

  test("writes out what acts on a terminal", () => {
    expect(toLogText(["\x1b[2J\x07\r\x7f\x9b1m\u202e\u2028é\t."])).toBe(
      "\\x1b[2J\\x07\\x0d\\x7f\\x9b1m\\u202e\\u2028é\t.",
    );
    expect(toLogText([new Error("\x1b]0;title\x07")])).toContain("\\x1b]0;title\\x07");
  });

  test("drops colours", () => expect(toLogText(["\x1b[32m\x1b[1m✓\x1b[0m ready"])).toBe("✓ ready"));

  test("lets no text begin an entry of its own", () => {
    expect(toLogText(["one\n[2026] GET /admin granted"])).toBe("one\n    [2026] GET /admin granted");
    expect(toLogText([new Error("one\nroot signed in")])).toMatch(/^Error: one\n {4}root signed in\n {8}at /);
  });

  test("has no values of a query, wherever the error comes from", () => {
    const cause = Object.assign(new Error('invalid input syntax for type uuid: "the-value"'), {
      code: "22P02",
      severity: "ERROR",
      detail: "Key (name)=(the-value)",
    });
    const error = new DrizzleQueryError("select $1", ["the-value\nfrom a form"], cause);
    const wrapped = new Error("A page failed", { cause: error });
    for (const logged of [[error], ["what:", error], [wrapped], [error.message], [`Job 7: ${error.stack}`]]) {
      expect(toLogText(logged)).not.toContain("the-value");
      expect(toLogText(logged)).not.toContain("from a form");
    }
    expect(toLogText([error])).toMatch(
      /Failed query: select \$1[\s\S]*caused by Error \[22P02\]: invalid input syntax/,
    );
  });
});
