import { describe, expect, test } from "vitest";
import { AppError } from "@/server/errors";
import { joinCommandLine, quoteArgument, splitCommandLine } from "./shell";
import { Chance } from "./testing/random";
import { nastyWords, seeded } from "./testing/seeded";

describe("splitCommandLine", () => {
  test.each<[string, string[]]>([
    ["", []],
    ["  a\tb\n c ", ["a", "b", "c"]],
    ["'two words' \"it's\"", ["two words", "it's"]],
    ["''", [""]],
    ["a''b\"\"", ["ab"]],
    ["a\\ b \\'", ["a b", "'"]],
    ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
    ["'a\\'", ["a\\"]],
    ["$(id) `ls` | > *", ["$(id)", "`ls`", "|", ">", "*"]],
    ["# no comment", ["#", "no", "comment"]],
  ])("reads %j as a POSIX shell reads quotes", (text, words) => {
    expect(splitCommandLine(text)).toEqual(words);
  });

  test.each([
    ['--breed "open', "No closing quotation"],
    ["--breed 'open", "No closing quotation"],
    ["a\\", "No escaped character"],
    ['"a\\', "No escaped character"],
  ])("refuses %j on the field command, in Python's words", (text, message) => {
    const error = caught(() => splitCommandLine(text));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "invalid", fields: { command: [message] } });
  });

  test("splits a megabyte at once", () => {
    const text = "x".repeat(1_000_000);
    expect(splitCommandLine(`--a '${text}' ${text}`)).toEqual(["--a", text, text]);
  });
});

describe("joinCommandLine", () => {
  test("quotes only what needs it", () => {
    expect(quoteArgument("--a=b/c.txt")).toBe("--a=b/c.txt");
    expect(quoteArgument("")).toBe("''");
    expect(quoteArgument("it's")).toBe(`'it'"'"'s'`);
  });

  test("is read back as the same words, whatever they are", () => {
    const chance = new Chance(seeded(7));
    for (let round = 0; round < 500; round += 1) {
      const words = Array.from({ length: chance.below(6) }, () =>
        chance.of([...nastyWords, "\\", "'\"'", " ", "é\r\n"]),
      );
      expect(splitCommandLine(joinCommandLine(words))).toEqual(words);
    }
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
