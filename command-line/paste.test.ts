import { describe, expect, test } from "vitest";
import { AppError } from "@/server/errors";
import { readPastedCommand } from "./command";
import { splitPasted } from "./paste";
import { withoutProgram } from "./program-words";
import { joinCommandLine } from "./shell";
import { nastyWords } from "./testing/seeded";
import { aFlag, aParameter, aPositional, aSpec } from "./testing/specs";

describe("splitPasted", () => {
  test.each<[string, string[]]>([
    ["a 'b c' \"d e\"", ["a", "b c", "d e"]],
    ["a \\\n  --b c \\\r\n d", ["a", "--b", "c", "d"]],
    ["a --b 1`\n --c 2", ["a", "--b", "1", "--c", "2"]],
    ["$ a b", ["a", "b"]],
    ['--beta= --c ""', ["--beta=", "--c", ""]],
    ['it\\\'s a\\ b "x\\"y" "\\d"', ["it's", "a b", 'x"y', "\\d"]],
    ["'*' '$(id)' 'a|b' \"a;b\" a#b x=~", ["*", "$(id)", "a|b", "a;b", "a#b", "x=~"]],
    ['C:\\Users\\me> x.py --in "C:\\my data\\a.csv" --n 1', ["x.py", "--in", "C:\\my data\\a.csv", "--n", "1"]],
    [
      'python.exe x.py --in "C:\\dir\\\\" --say "a \\"b\\""',
      ["python.exe", "x.py", "--in", "C:\\dir\\", "--say", 'a "b"'],
    ],
    ["x.py --in C:\\data\\a.csv ^\r\n --n 1", ["x.py", "--in", "C:\\data\\a.csv", "--n", "1"]],
    ["PS C:\\> x.py 'a b' --n 1", ["x.py", "a b", "--n", "1"]],
  ])("reads %j", (text, words) => {
    expect(splitPasted(text)).toEqual(words);
  });

  test.each<[string, RegExp]>([
    ["x.py a | wc", /Remove \| and/],
    ["x.py a > out.txt", /Remove > and/],
    ["x.py a 2>&1", /Remove 2> and/],
    ["x.py < in.txt", /Remove < and/],
    ["x.py a; rm b", /; starts another/],
    ["x.py a && y", /&& starts another/],
    ["x.py a &", /& starts another/],
    ["x.py a # note", /comment that starts with # note/],
    ["x.py $(date)", /Replace \$\(date\)/],
    ["x.py $HOME/a", /Replace \$HOME\/a/],
    [`x.py "$\{A}"`, /Replace \$\{A\}/],
    ["x.py `date`", /Replace `date`/],
    ["x.py *.txt", /Replace \*/],
    ["x.py a?.txt", /Replace \?/],
    ["x.py [ab].txt", /Replace \[ab\]/],
    ["x.py a{1,2}", /Replace \{1,2\}/],
    ["x.py ~/a", /Replace ~/],
    ["x.py a\ny.py b", /more than one line/],
    ["C:\\> x.py %USERPROFILE%", /Replace %USERPROFILE%/],
    ["x.py 'a", /No closing quotation/],
  ])("refuses %j by name", (text, message) => {
    expect(() => splitPasted(text)).toThrow(AppError);
    expect(() => splitPasted(text)).toThrow(message);
  });

  test("reads back every line that joinCommandLine writes", () => {
    const words = [...nastyWords, "C:\\a b", "it's C:\\x", "%PATH%", "~", "a*", "[a]", "{a,b}", "a^\nb", "`x`", "$1"];
    expect(splitPasted(joinCommandLine(words))).toEqual(words);
    for (const word of words) expect(splitPasted(joinCommandLine([word]))).toEqual([word]);
  });
});

describe("withoutProgram", () => {
  test.each([
    "x.py ARGS",
    "./x.py ARGS",
    "./path/x ARGS",
    "/opt/tools/x.py ARGS",
    "FOO=1 BAR=2 python3 -u x.py ARGS",
    "python3.12 -W ignore -X dev x.py ARGS",
    "python3 -m x ARGS",
    "python3 -um package.module ARGS",
    "uv run x.py ARGS",
    "uv run --with numpy --python 3.12 x.py ARGS",
    "uv run python x.py ARGS",
    "poetry run x ARGS",
    "sudo -u me FOO=1 python3 x.py ARGS",
    "sudo env A=1 nohup nice -n 5 python x.py ARGS",
    "time timeout 5 bash -e x.sh ARGS",
    "py -3.11 x.py ARGS",
    "Rscript --vanilla x.R ARGS",
    "node --require ./a.js x.mjs ARGS",
  ])("%s", (line) => {
    const words = line.split(" ");
    expect(withoutProgram([...words.slice(0, -1), "--a", "1"], ["x.py"])?.argv).toEqual(["--a", "1"]);
  });

  test.each(["--a 1", "value --a 1", "python3 -c code", "run --a 1", "FOO=1"])("leaves %s", (line) => {
    expect(withoutProgram(line.split(" "), ["x.py"])).toBeNull();
  });
});

describe("readPastedCommand", () => {
  const spec = aSpec([
    aParameter("alpha", { default: "A", mutex: "m" }),
    aParameter("beta", { mutex: "m" }),
    aFlag("loud"),
    aPositional("files", { nargs: "*" }),
  ]);

  test.each([
    ["x.py --beta= a", { beta: "", files: ["a"] }],
    ["python3 other.py b", { files: ["b"] }],
    ["notes.py b", { files: ["notes.py", "b"] }],
    ["FOO=1 b", { files: ["FOO=1", "b"] }],
    ["--loud True", { loud: true, files: ["True"] }],
  ])("%s", (text, values) => {
    expect(readPastedCommand(spec, text, ["x.py"])).toEqual(values);
  });
});
