import { describe, expect, test } from "vitest";
import { appendOutput, createBuffer, lineCharactersMax } from "./terminal-buffer";

function lines(...chunks: (string | [number, string])[]): string[] {
  const buffer = createBuffer();
  for (const chunk of chunks) {
    if (typeof chunk === "string") appendOutput(buffer, 1, chunk);
    else appendOutput(buffer, chunk[0], chunk[1]);
  }
  return buffer.lines.map((line) => line.text);
}

describe("appendOutput", () => {
  test("splits output into lines without starting a new line after a final newline", () => {
    expect(lines("a\nb\n\nc\n")).toEqual(["a", "b", "", "c"]);
  });
  test("joins a line that arrived in chunks", () => expect(lines("he", "llo\nwor", "ld")).toEqual(["hello", "world"]));
  test("shows a progress bar on one line", () => {
    expect(lines("\r 10%", "\r 20%", "\r100%\n", "done\n")).toEqual(["100%", "done"]);
  });
  test("treats \\r\\n as a newline", () => expect(lines("a\r\nb\r\n")).toEqual(["a", "b"]));
  test("treats \\b as one step back", () => expect(lines("|\b/\b-")).toEqual(["-"]));
  test("overwrites only as many characters as are written", () => expect(lines("abcdef\rxy")).toEqual(["xycdef"]));
  test("leaves a stream's open line alone when the other stream writes", () => {
    expect(lines([2, "\r 1%"], [1, "hello\n"], [2, "\r 2%"], [1, "bye\n"])).toEqual([" 2%", "hello", "bye"]);
  });
  test("carries a colour into the following lines", () => {
    const buffer = createBuffer();
    appendOutput(buffer, 1, "\u001b[31mred\nstill\u001b[0m\nplain");
    expect(buffer.lines.map((line) => line.style)).toEqual(["", "\u001b[31m", ""]);
  });
  test("joins an escape sequence that arrived in two chunks", () => {
    expect(lines("a\u001b[3", "1mb")).toEqual(["a\u001b[31mb"]);
  });
  test("drops titles, cursor movements and other escape sequences", () => {
    expect(lines("\u001b]0;title\u0007a\u001b[2Jb\u001b[5;5Hc\u001b7d")).toEqual(["abcd"]);
  });
  test("keeps the start of an endless line and counts the remaining characters", () => {
    const buffer = createBuffer();
    for (let i = 0; i < 10; i++) appendOutput(buffer, 1, "x".repeat(1000));
    expect(buffer.lines[0]?.text).toHaveLength(lineCharactersMax);
    expect(buffer.lines[0]?.cut).toBe(10_000 - lineCharactersMax);
  });
});
