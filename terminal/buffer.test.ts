import { describe, expect, test } from "vitest";
import { appendLine, appendOutput, createBuffer } from "./buffer";
import { lineCharactersMax } from "./line";

const esc = "\u001b";

function bufferOf(...chunks: (string | [number, string])[]) {
  const buffer = createBuffer();
  for (const chunk of chunks) {
    if (typeof chunk === "string") appendOutput(buffer, 1, chunk);
    else appendOutput(buffer, chunk[0], chunk[1]);
  }
  return buffer;
}

const lines = (...chunks: (string | [number, string])[]) =>
  bufferOf(...chunks)
    .lines.filter((line) => !line.isHidden)
    .map((line) => line.text);

describe("lines", () => {
  test("are split without a new line after a final newline", () => {
    expect(lines("a\nb\n\nc\n")).toEqual(["a", "b", "", "c"]);
  });
  test("are joined if they arrived in chunks", () => expect(lines("he", "llo\nwor", "ld")).toEqual(["hello", "world"]));
  test("end with \\n as well as with \\r\\n", () => expect(lines("a\r\nb\n")).toEqual(["a", "b"]));
  test("of a stream stay open when the other stream writes", () => {
    expect(lines([2, "\r 1%"], [1, "hello\n"], [2, "\r 2%"], [1, "bye\n"])).toEqual([" 2%", "hello", "bye"]);
  });
  test("that are endless keep their start and the number of the remaining characters", () => {
    const buffer = createBuffer();
    for (let i = 0; i < 10; i++) appendOutput(buffer, 1, "x".repeat(1000));
    expect(buffer.lines[0]?.text).toHaveLength(lineCharactersMax);
    expect(buffer.lines[0]?.cut).toBe(10_000 - lineCharactersMax);
  });
});

describe("the cursor", () => {
  test("returns to the start of the line and overwrites only what is written", () => {
    expect(lines("\r 10%", "\r 20%", "\r100%\n", "done\n")).toEqual(["100%", "done"]);
    expect(lines("abcdef\rxy")).toEqual(["xycdef"]);
    expect(lines("|\b/\b-")).toEqual(["-"]);
  });
  test("moves up, and what it overwrites adds no lines", () => {
    const frames = [1, 2, 3].map((n) => `${esc}[2K a ${n}\n${esc}[2K b ${n}\n${esc}[2A`);
    const buffer = bufferOf("start\n", ...frames, `${esc}[2B`, "end\n");
    expect(buffer.lines.filter((line) => !line.isHidden).map((line) => [line.index, line.text])).toEqual([
      [0, "start"],
      [1, " a 3"],
      [2, " b 3"],
      [7, "end"],
    ]);
    expect(buffer.lines).toHaveLength(8);
  });
  test("moves within one long line, as Docker does", () => {
    expect(
      lines("a: 0\nb: 0\n", `${esc}[2A${esc}[2K\ra: 9${esc}[2B`, `${esc}[1A${esc}[2K\rb: 9`, `${esc}[1B\rend`),
    ).toEqual(["a: 9", "b: 9", "end"]);
  });
  test("does not reach rows that have left the screen", () => {
    const many = Array.from({ length: 30 }, (_, n) => `${n}\n`).join("");
    expect(lines(many, `${esc}[99A`, "top")[7]).toBe("top");
  });
  test("skips rows, which become part of the line", () => {
    expect(lines(`a${esc}[2Bb\n`, "c")).toEqual(["a\n\n b", "c"]);
  });
});

test("rows that are erased below the cursor are hidden until they are written again", () => {
  const erased = bufferOf("1\n2\n3\n", `${esc}[3A`, `${esc}[J`);
  expect(erased.lines.map((line) => line.isHidden)).toEqual([true, true, true, true].slice(0, erased.lines.length));
  appendOutput(erased, 1, "new\n");
  expect(erased.lines.filter((line) => !line.isHidden).map((line) => line.text)).toEqual(["new"]);
});

test("a screen that is erased stays in the log", () => {
  expect(lines("before\n", `${esc}[H${esc}[2J${esc}[3J`, "after\n")).toEqual(["before", "after"]);
});

describe("colours", () => {
  test("continue in the following lines", () => {
    const buffer = bufferOf(`${esc}[31mred\nstill${esc}[0m\nplain`);
    expect(buffer.lines.map((line) => line.style)).toEqual([`${esc}[31m`, `${esc}[31m`, ""]);
  });
  test("are kept when a part of the line is overwritten", () => {
    expect(lines(`${esc}[31mred${esc}[0m and plain\r${esc}[32mR`)).toEqual([
      `${esc}[32mR${esc}[0m${esc}[31med${esc}[0m and plain`,
    ]);
  });
  test("may arrive in two chunks", () => expect(lines("a\u001b[3", "1mb")).toEqual(["a\u001b[31mb"]));
});

test("titles, links, character sets and unknown sequences are not shown", () => {
  expect(
    lines(`${esc}]0;title\u0007a${esc}]8;;http://x${esc}\\b${esc}]8;;${esc}\\${esc}(Bc${esc}[?25ld${esc}P1q~${esc}\\e`),
  ).toEqual(["abcde"]);
  expect(lines(`a${esc}]0;ti`, `tle${esc}`, "\\b")).toEqual(["ab"]);
});

test("stored lines continue where a later chunk writes, and colours start as the server says", () => {
  const buffer = createBuffer([2]);
  appendLine(buffer, { stream: 1, text: "done", style: `${esc}[32m`, cut: 0, isOpen: false });
  appendLine(buffer, { stream: 1, text: "half", style: "", cut: 70, isOpen: true });
  appendOutput(buffer, 2, "the end of a line from before\n");
  appendOutput(buffer, 1, " a line\n");
  expect(buffer.lines.map(({ text, style, cut }) => [text, style, cut])).toEqual([
    ["done", `${esc}[32m`, 0],
    ["half a line", "", 70],
  ]);
});

test("the lines that change are reported, so that they are measured again", () => {
  const buffer = bufferOf("1\n2\n3\n");
  buffer.changed.clear();
  appendOutput(buffer, 1, `${esc}[3Alonger`);
  expect([...buffer.changed].map((line) => line.index)).toEqual([0]);
});

test.each([
  ["inserts", `${esc}[@`.repeat(200_000)],
  ["rows", `${esc}[L${esc}[M`.repeat(40_000)],
  ["columns", `${esc}[9999C${esc}[9999Bx`.repeat(50_000)],
  ["an open sequence", `${esc}[${"1;".repeat(1_000_000)}`],
  ["open titles", `${esc}]0;x`.repeat(300_000)],
  ["jumps", `x\n${esc}[A`.repeat(200_000)],
])("hostile output takes bounded time and memory: %s", (_, text) => {
  const buffer = createBuffer();
  const startedAt = performance.now();
  for (let at = 0; at < text.length; at += 65_536) appendOutput(buffer, 1, text.slice(at, at + 65_536));
  expect(performance.now() - startedAt).toBeLessThan(8_000);
  const characters = buffer.lines.reduce((sum, line) => sum + line.text.length, 0);
  expect(characters).toBeLessThan(text.length * 2 + 24 * lineCharactersMax);
});
