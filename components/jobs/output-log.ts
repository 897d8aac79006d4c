import type { OutputEnds, OutputLines } from "@/server/output/lines";
import { appendLine, createBuffer, type TerminalBuffer } from "@/terminal/buffer";
import { addDrawn, restoreScreens } from "@/terminal/drawn";
import type { TerminalLine } from "@/terminal/line";

/** The number of lines per page. The earlier part of a long log is loaded page by page. */
export const pageLines = 200;
/** The number of pages in memory. Others are loaded once more when they are needed. */
const pagesMax = 300;

/** A job's output in the browser: a buffer with the last lines, and the loaded pages of the lines before `base`. */
export interface OutputLog {
  base: number;
  buffer: TerminalBuffer;
  pages: Map<number, TerminalLine[]>;
}

/** What is shown of a line that is not loaded. */
export const noLine = { text: "", style: "", cut: 0, stream: 1, isHidden: false };

export function createLog({ head, tail, screens = [] }: OutputEnds): OutputLog {
  const log: OutputLog = { base: tail.from, buffer: toBuffer(tail), pages: new Map() };
  restoreScreens(log.buffer, screens);
  if (head.lines.length > 0) addPage(log, 0, head);
  return log;
}

export function lineCountOf({ base, buffer }: OutputLog): number {
  return base + buffer.lines.length;
}

/** A line; undefined if it is not loaded. */
export function lineAt({ base, buffer, pages }: OutputLog, line: number): TerminalLine | undefined {
  return line >= base ? buffer.lines[line - base] : pages.get(Math.floor(line / pageLines))?.[line % pageLines];
}

export function addPage(log: OutputLog, page: number, lines: OutputLines): void {
  log.pages.set(page, toBuffer(lines).lines);
  // A Map keeps the order of insertion, so the oldest pages are removed first.
  for (const old of [...log.pages.keys()].slice(0, Math.max(0, log.pages.size - pagesMax))) log.pages.delete(old);
}

/** The pages that contain these lines and are not loaded. */
export function missingPages(log: OutputLog, { first, end }: { first: number; end: number }): number[] {
  const last = Math.min(end, log.base) - 1;
  const pages: number[] = [];
  for (let page = Math.floor(first / pageLines); page * pageLines <= last; page++) {
    if (!log.pages.has(page)) pages.push(page);
  }
  return pages;
}

function toBuffer({ lines, openBefore, isDrawn }: OutputLines): TerminalBuffer {
  const buffer = createBuffer(openBefore);
  if (isDrawn) {
    addDrawn(buffer, lines);
    return buffer;
  }
  for (const line of lines) appendLine(buffer, line);
  return buffer;
}
