import type { OutputLine } from "@/server/output/lines";

/** Longer lines are cut. The download contains them in full. */
export const lineCharactersMax = 4000;

export interface TerminalLine {
  text: string;
  /** 1 is stdout, 2 is stderr, and 3 are messages from Wooey. */
  stream: number;
  /** The colour codes in effect at the start of the line. */
  style: string;
  /** The number of characters beyond lineCharactersMax. */
  cut: number;
}

export interface TerminalBuffer {
  lines: TerminalLine[];
  /** The line of each stream that is still being written. */
  open: Map<number, OpenLine>;
}

interface OpenLine {
  /** Null until something is written, so that a final newline adds no empty line. */
  line: TerminalLine | null;
  /** The position of the next character. */
  column: number;
  /** After a carriage return, the next characters overwrite the line. */
  returned: boolean;
  style: string;
  /** The incomplete escape sequence at the end of the last chunk. */
  remainder: string;
}

/** A new buffer. `openBefore` contains the streams whose current line started before the buffer. */
export function createBuffer(openBefore: number[] = []): TerminalBuffer {
  const buffer: TerminalBuffer = { lines: [], open: new Map() };
  for (const stream of openBefore) openOf(buffer, stream).line = { text: "", stream, style: "", cut: 0 };
  return buffer;
}

/** Adds a line that the server has read from the output. */
export function appendLine(buffer: TerminalBuffer, line: OutputLine): void {
  const open = openOf(buffer, line.stream);
  Object.assign(open, { line: null, column: 0, returned: false, remainder: "", style: line.style });
  const shown = lineOf(buffer, line.stream, open);
  appendOutput(buffer, line.stream, line.text);
  shown.cut += line.cut;
  if (!line.isOpen) Object.assign(open, { line: null, column: 0, returned: false, remainder: "" });
}

const esc = "\u001b";
/** A control sequence (CSI), an operating-system command (OSC), or another two-character escape: ECMA-48. */
const sequence = `${esc}\\[[0-?]*[ -/]*[@-~]|${esc}\\][^\u0007${esc}]*(?:\u0007|${esc}\\\\)|${esc}[^\\[\\]]`;
const token = new RegExp(`\n|\r|\b|${sequence}|[^\n\r\b${esc}]+|${esc}`.replaceAll("\b", "\\x08"), "g");
const unfinished = new RegExp(`${esc}(?:\\[[0-?]*[ -/]*|\\][^\u0007${esc}]{0,2000})?$`);

/**
 * Adds a chunk of output like a terminal: `\r` returns to the start of the line, `\b` goes back one character, colour
 * codes are kept for rendering, and other escape sequences are dropped. Streams do not interrupt each other's lines.
 */
export function appendOutput(buffer: TerminalBuffer, stream: number, chunk: string): void {
  const open = openOf(buffer, stream);
  const text = open.remainder + chunk;
  open.remainder = (text.includes(esc) && unfinished.exec(text)?.[0]) || "";
  for (const [part] of text.slice(0, text.length - open.remainder.length).matchAll(token)) {
    // Any output starts a line, because the server counts lines in the same way.
    const line = lineOf(buffer, stream, open);
    if (part === "\r") open.returned = true;
    else if (part === "\n") endLine(open);
    else if (part === "\b") open.column = Math.max(0, open.column - 1);
    else if (!part.startsWith(esc)) write(line, open, part);
    else if (/^.\[[0-9;:]*m$/.test(part)) writeStyle(line, open, part);
    else if (part === `${esc}[2K` || (part === `${esc}[K` && open.returned)) clear(open);
  }
}

function openOf(buffer: TerminalBuffer, stream: number): OpenLine {
  let open = buffer.open.get(stream);
  if (!open) {
    open = { line: null, column: 0, returned: false, style: "", remainder: "" };
    buffer.open.set(stream, open);
  }
  return open;
}

function lineOf(buffer: TerminalBuffer, stream: number, open: OpenLine): TerminalLine {
  if (!open.line) {
    open.line = { text: "", stream, style: open.style, cut: 0 };
    buffer.lines.push(open.line);
  }
  return open.line;
}

function endLine(open: OpenLine): void {
  open.line = null;
  open.column = 0;
  open.returned = false;
}

function clear(open: OpenLine): void {
  if (open.line) Object.assign(open.line, { text: "", style: open.style, cut: 0 });
  open.column = 0;
  open.returned = false;
}

function write(line: TerminalLine, open: OpenLine, part: string): void {
  // When a coloured line is overwritten, it starts empty, as coloured progress bars expect.
  if (open.returned && line.text.includes(esc)) clear(open);
  if (open.returned) open.column = 0;
  open.returned = false;
  if (open.column < line.text.length && !line.text.includes(esc)) {
    const end = open.column + part.length;
    line.text = (line.text.slice(0, open.column) + part + line.text.slice(end)).slice(0, lineCharactersMax);
    open.column = end;
    return;
  }
  const room = Math.max(0, lineCharactersMax - line.text.length);
  line.text += room < part.length ? part.slice(0, room) : part;
  line.cut += Math.max(0, part.length - room);
  open.column += part.length;
}

function writeStyle(line: TerminalLine, open: OpenLine, part: string): void {
  open.style = /^.\[0?m$/.test(part) ? "" : `${open.style}${part}`.slice(-64);
  if (open.returned && line.text !== "") clear(open);
  else if (line.text.length < lineCharactersMax) line.text += part;
}
