import { describe, expect, test } from "vitest";
import { appendOutput } from "@/terminal/buffer";
import { addPage, createLog, lineAt, lineCountOf, missingPages, pageLines } from "./output-log";

const line = (text: string) => ({ stream: 1, text, style: "", cut: 0, isOpen: false });
const none = { from: 0, lines: [], openBefore: [] };

describe("createLog", () => {
  test("continues the open line, and counts from the first line of the tail", () => {
    const tail = { from: 1000, lines: [line("done"), { ...line("half"), isOpen: true }], openBefore: [2] };
    const log = createLog({ lineCount: 1002, next: 0, head: none, tail });
    appendOutput(log.buffer, 2, "the end of a line from before\n");
    appendOutput(log.buffer, 1, " a line\nnext\n");
    expect(lineCountOf(log)).toBe(1003);
    expect([1000, 1001, 1002].map((at) => lineAt(log, at)?.text)).toEqual(["done", "half a line", "next"]);
    expect(lineAt(log, 0)).toBeUndefined();
  });

  test("keeps empty lines and the number of characters cut from long ones", () => {
    const lines = [line(""), { ...line("long"), cut: 70 }, line("\u001b")];
    const log = createLog({ lineCount: 3, next: 0, head: none, tail: { from: 0, lines, openBefore: [] } });
    appendOutput(log.buffer, 1, "new");
    expect(log.buffer.lines.map((each) => [each.text, each.cut])).toEqual([
      ["", 0],
      ["long", 70],
      ["", 0],
      ["new", 0],
    ]);
  });
});

test("pages are missing until they are added", () => {
  const tail = { from: 3 * pageLines, lines: [line("end")], openBefore: [] };
  const log = createLog({ lineCount: 3 * pageLines + 1, next: 0, head: none, tail });
  expect(missingPages(log, { first: 10, end: 3 * pageLines + 1 })).toEqual([0, 1, 2]);
  addPage(log, 1, { from: pageLines, lines: [line("first of it")], openBefore: [] });
  expect(missingPages(log, { first: 10, end: 3 * pageLines + 1 })).toEqual([0, 2]);
  expect(lineAt(log, pageLines)?.text).toBe("first of it");
  expect(missingPages(log, { first: 3 * pageLines, end: 3 * pageLines + 1 })).toEqual([]);
});
