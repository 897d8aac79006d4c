import type { StoredLine, TerminalBuffer } from "./buffer";
import { parseCells } from "./cells";
import type { TerminalLine } from "./line";
import { createScreen, type Screen } from "./screen";

/** A line as a terminal shows it at the end, or several hidden lines. */
export interface DrawnLine extends StoredLine {
  /** How many hidden lines this one stands for. */
  hidden?: number;
}

/** The state of a stream's screen, from which a buffer with the same lines continues. */
export interface ScreenState {
  stream: number;
  /** The lines to which the rows belong, and their positions in them. */
  rows: [line: number, row: number][];
  cursor: Screen["cursor"];
  saved: Screen["saved"];
  /** The line that is being written; null between two lines. */
  line: number | null;
  remainder: string;
}

/** The lines of a buffer from `from` up to `end`, with hidden ones put together. */
export function drawLines({ lines, screens }: TerminalBuffer, from: number, end: number): DrawnLine[] {
  const open = new Set([...screens.values()].map((screen) => screen.line));
  const drawn: DrawnLine[] = [];
  for (const line of lines.slice(from, end)) {
    const last = drawn.at(-1);
    const { text, style, stream, cut, isHidden } = line;
    if (isHidden && last?.hidden && last.stream === stream) last.hidden += 1;
    else drawn.push({ text, style, stream, cut, isOpen: open.has(line), ...(isHidden ? { hidden: 1 } : {}) });
  }
  return drawn;
}

/** Adds lines as they are, without obeying their escape sequences again. */
export function addDrawn(buffer: TerminalBuffer, drawn: readonly DrawnLine[]): void {
  for (const { text, style, stream, cut, hidden = 0 } of drawn) {
    for (let count = Math.max(1, hidden); count > 0; count -= 1) {
      buffer.lines.push({ index: buffer.lines.length, text, style, stream, cut, isHidden: hidden > 0 });
    }
  }
}

/** The screens of a buffer; their lines are counted from `base`. */
export function saveScreens({ screens }: TerminalBuffer, base: number): ScreenState[] {
  return [...screens].map(([stream, { rows, owned, cursor, saved, line, remainder }]) => ({
    stream,
    rows: rows.map((row) => [row.line.index - base, owned.get(row.line)?.indexOf(row) ?? 0]),
    cursor,
    saved,
    line: line && line.index - base,
    remainder,
  }));
}

/** The first line that a screen of the buffer can still change; the number of lines if there is none. */
export function firstChangeable({ lines, screens }: TerminalBuffer): number {
  const rows = [...screens.values()].flatMap((screen) => screen.rows);
  return rows.reduce((first, row) => Math.min(first, row.line.index), lines.length);
}

/** Continues from the screens of another buffer with the same lines. */
export function restoreScreens(buffer: TerminalBuffer, states: readonly ScreenState[]): void {
  for (const state of states) buffer.screens.set(state.stream, restore(buffer.lines, state));
}

function restore(lines: readonly TerminalLine[], { rows, cursor, saved, line, remainder }: ScreenState): Screen {
  const screen = createScreen();
  for (const [index, position] of rows) {
    const owner = lines[index];
    if (!owner) continue;
    const rowsOfOwner = screen.owned.get(owner) ?? owner.text.split("\n").map((text) => toRow(owner, text));
    screen.owned.set(owner, rowsOfOwner);
    const row = rowsOfOwner[position] ?? rowsOfOwner.at(-1);
    if (row) screen.rows.push(row);
    if (owner.isHidden) screen.emptied.add(owner);
  }
  return Object.assign(screen, { cursor, saved, remainder, line: line === null ? null : (lines[line] ?? null) });
}

function toRow(line: TerminalLine, text: string) {
  return { line, cells: parseCells(text, line.style), length: 0, style: "" };
}
