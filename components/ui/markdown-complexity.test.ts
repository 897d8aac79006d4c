import fs from "node:fs";
import { describe, expect, test } from "vitest";
import { isTooComplex } from "./markdown-complexity";

describe("isTooComplex", () => {
  test.each([
    ["nested quotes", ">".repeat(48_000)],
    ["nested quotes with spaces", "> ".repeat(100)],
    ["nested lists", Array.from({ length: 200 }, (_, depth) => `${"  ".repeat(depth)}- item`).join("\n")],
    ["lists in one line", "- ".repeat(500)],
    ["open emphasis", "*a".repeat(24_000)],
    ["strong and emphasis", "**a*".repeat(12_000)],
    ["open links", "[a](".repeat(12_000)],
    ["a table of single letters", `${"|a".repeat(50)}|\n`.repeat(400)],
    ["emphasis after a fence with an indented end", `\`\`\`\n  \`\`\`\n${"*a".repeat(1_000)}\n\`\`\``],
    ["emphasis after an open fence", `\`\`\`\n\n${"*a".repeat(1_000)}`],
  ])("finds %s", (_, text) => {
    expect(isTooComplex(text)).toBe(true);
  });

  test.each(["README.md", "CHANGELOG.md", "docs/architecture.md", "docs/glossary.md", "docs/settings.md"])(
    "accepts %s",
    (file) => {
      expect(isTooComplex(fs.readFileSync(file, "utf8"))).toBe(false);
    },
  );

  test("accepts a long list, and source code between fences", () => {
    expect(isTooComplex("* item with an _emphasis_\n".repeat(100))).toBe(false);
    expect(isTooComplex(`Text\n\n\`\`\`ts\n${"const [a_b, c_d] = *x;\n".repeat(200)}\`\`\`\n\nText`)).toBe(false);
  });
});
