import type { TerminalLine } from "./line";
import {
  createScreen,
  feedLine,
  moveDown,
  obeyControl,
  obeyEscape,
  print,
  type Screen,
  setStyle,
  settle,
} from "./screen";
import { isSequence, readControl, toTokens, unfinishedSequence } from "./sequences";

/** A line as the server reads it from the output. */
export interface StoredLine {
  stream: number;
  text: string;
  style: string;
  cut: number;
  isOpen: boolean;
}

/** The lines of an output, numbered by its newlines, as a terminal shows them. */
export interface TerminalBuffer {
  lines: TerminalLine[];
  /** Streams do not move each other's cursors. */
  screens: Map<number, Screen>;
  /** The lines before the last one that changed. Whoever measures the lines empties it. */
  changed: Set<TerminalLine>;
}

/** A new buffer. `openBefore` contains the streams whose current line started before the buffer. */
export function createBuffer(openBefore: number[] = []): TerminalBuffer {
  const buffer: TerminalBuffer = { lines: [], screens: new Map(), changed: new Set() };
  for (const stream of openBefore) screenOf(buffer, stream).line = newLine(stream, -1);
  return buffer;
}

/** Adds a line that the server has read from the output. */
export function appendLine(buffer: TerminalBuffer, line: StoredLine): void {
  const screen = screenOf(buffer, line.stream);
  if (screen.line) appendOutput(buffer, line.stream, "\n");
  screen.remainder = "";
  screen.cursor.style = line.style;
  const added = lineOf(buffer, line.stream, screen);
  appendOutput(buffer, line.stream, line.text);
  added.cut += line.cut;
  if (!line.isOpen) appendOutput(buffer, line.stream, "\n");
}

/**
 * Adds a chunk of output, like a terminal of 24 rows that does not wrap lines: the cursor moves within the last rows of
 * the stream, and what is written there replaces what was there. Unlike in a terminal, nothing that has left the screen
 * is lost.
 */
export function appendOutput(buffer: TerminalBuffer, stream: number, chunk: string): void {
  const screen = screenOf(buffer, stream);
  const text = screen.remainder + chunk;
  screen.remainder = unfinishedSequence(text);
  for (const part of toTokens(text.slice(0, text.length - screen.remainder.length))) {
    // Any output starts a line, because the server counts lines in the same way.
    apply(screen, lineOf(buffer, stream, screen), part);
  }
  for (const line of settle(screen)) buffer.changed.add(line);
  if (screen.line && screen.line.index < buffer.lines.length - 1) buffer.changed.add(screen.line);
}

/** The lines at the cursors: those that are being written. */
export function linesAtCursors({ screens }: TerminalBuffer): TerminalLine[] {
  return [...screens.values()].flatMap(({ rows, cursor }) => rows[cursor.row]?.line ?? []);
}

function apply(screen: Screen, line: TerminalLine, part: string): void {
  const { cursor } = screen;
  if (part === "\n") {
    feedLine(screen, line);
    cursor.column = 0;
    screen.line = null;
  } else if (part === "\r") cursor.column = 0;
  else if (part === "\b") cursor.column = Math.max(0, cursor.column - 1);
  else if (part === "\u000b" || part === "\u000c") moveDown(screen);
  else if (isSequence(part)) obey(screen, line, part);
  else print(screen, line, part.search(controls) < 0 ? part : part.replaceAll(controls, ""));
}

/** Control characters that a terminal ignores. */
const controls = /(?![\t\n\r])\p{Cc}/gu;

function obey(screen: Screen, line: TerminalLine, part: string): void {
  const control = readControl(part);
  if (control?.final === "m") setStyle(screen, part);
  else if (control) obeyControl(screen, line, control);
  else if (part.length === 2) obeyEscape(screen, line, part.slice(1));
}

function screenOf({ screens }: TerminalBuffer, stream: number): Screen {
  let screen = screens.get(stream);
  if (!screen) {
    screen = createScreen();
    screens.set(stream, screen);
  }
  return screen;
}

function lineOf(buffer: TerminalBuffer, stream: number, screen: Screen): TerminalLine {
  if (!screen.line) {
    screen.line = newLine(stream, buffer.lines.length);
    buffer.lines.push(screen.line);
  }
  return screen.line;
}

function newLine(stream: number, index: number): TerminalLine {
  return { index, text: "", stream, style: "", cut: 0, isHidden: true };
}
