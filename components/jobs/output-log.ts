import type { OutputEnds, OutputLines } from "@/server/output/lines";
import { appendLine, createBuffer, type TerminalBuffer, type TerminalLine } from "./terminal-buffer";

/** Lines in a page of the part of a log that is fetched when it is looked at. */
export const pageLines = 200;
/** Pages that are kept; further ones are fetched again. */
const pagesMax = 300;

/** A job's output as a page knows it: its last lines as they come, and those before `base` as far as they were fetched. */
export interface OutputLog {
  base: number;
  buffer: TerminalBuffer;
  pages: Map<number, TerminalLine[]>;
}

export function createLog({ head, tail }: OutputEnds): OutputLog {
  const log: OutputLog = { base: tail.from, buffer: toBuffer(tail), pages: new Map() };
  if (head.lines.length > 0) addPage(log, 0, head);
  return log;
}

export function lineCountOf({ base, buffer }: OutputLog): number {
  return base + buffer.lines.length;
}

/** A line; undefined when it has not been fetched. */
export function lineAt({ base, buffer, pages }: OutputLog, line: number): TerminalLine | undefined {
  return line >= base ? buffer.lines[line - base] : pages.get(Math.floor(line / pageLines))?.[line % pageLines];
}

export function addPage(log: OutputLog, page: number, lines: OutputLines): void {
  log.pages.set(page, toBuffer(lines).lines);
  // A Map keeps the order of coming: the oldest goes first.
  for (const old of [...log.pages.keys()].slice(0, Math.max(0, log.pages.size - pagesMax))) log.pages.delete(old);
}

/** The pages that are needed to draw these lines and are not there. */
export function missingPages(log: OutputLog, first: number, end: number): number[] {
  const last = Math.min(end, log.base) - 1;
  const pages: number[] = [];
  for (let page = Math.floor(first / pageLines); page * pageLines <= last; page++) {
    if (!log.pages.has(page)) pages.push(page);
  }
  return pages;
}

function toBuffer({ lines, openBefore }: OutputLines): TerminalBuffer {
  const buffer = createBuffer(openBefore);
  for (const line of lines) appendLine(buffer, line);
  return buffer;
}
