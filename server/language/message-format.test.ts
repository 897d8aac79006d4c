import { describe, expect, test } from "vitest";
import { formatMessage } from "./message-format";

const jobs = "{count, plural, =0 {No jobs} one {# job} other {# jobs}}";

describe("formatMessage", () => {
  test("chooses the plural form of the language", () => {
    const form = (count: number) => formatMessage(jobs, { count }, "en");
    expect([0, 1, 2, 1200].map(form)).toEqual(["No jobs", "1 job", "2 jobs", "1,200 jobs"]);
    // French says "0 job" in the singular, English does not.
    const french = "{count, plural, one {# job} other {# jobs}}";
    expect([0, 1, 2].map((count) => formatMessage(french, { count }, "fr"))).toEqual(["0 job", "1 job", "2 jobs"]);
    expect(formatMessage("{count, plural, other {# 件}}", { count: 1 }, "ja")).toBe("1 件");
  });

  test("falls back to `other` for a category that a text does not have", () => {
    expect(formatMessage("{count, plural, one {# job} other {# jobs}}", { count: 1_000_000 }, "es")).toBe(
      "1.000.000 jobs",
    );
  });

  test("fills further arguments inside a plural, and keeps the rest of the sentence", () => {
    const text = "Delete {name}? {count, plural, one {Its file {file} goes too.} other {Its # files go too.}}";
    expect(formatMessage(text, { name: "a", count: 1, file: "b.txt" }, "en")).toBe(
      "Delete a? Its file b.txt goes too.",
    );
    expect(formatMessage(text, { name: "a", count: 3, file: "" }, "en")).toBe("Delete a? Its 3 files go too.");
  });

  test("writes numbers as the language does where the text asks for it, and as they are elsewhere", () => {
    expect(formatMessage("{n, number} {n}", { n: 1234.5 }, "de")).toBe("1.234,5 1234.5");
    expect(formatMessage("{n, number}", { n: 1234.5 }, "en")).toBe("1,234.5");
  });

  test("never reads a value as a pattern, and leaves alone what has no value", () => {
    expect(formatMessage("{name} # {other}", { name: "{count, plural, other {#}}" }, "en")).toBe(
      "{count, plural, other {#}} # {other}",
    );
    expect(formatMessage("{constructor} {toString}", { a: 1 }, "en")).toBe("{constructor} {toString}");
    expect(formatMessage("an open { brace {a}", { a: 1 }, "en")).toBe("an open { brace 1");
  });
});
