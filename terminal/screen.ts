import {
  type Cells,
  changeOfStyle,
  columnsOf,
  deleteCells,
  eraseCells,
  insertCells,
  lengthOf,
  parseCells,
  renderCells,
  styleAfter,
  writeCells,
} from "./cells";
import { lineCharactersMax, screenColumns, screenRows, type TerminalLine } from "./line";
import type { ControlSequence } from "./sequences";

interface Row {
  line: TerminalLine;
  /** Null while text is only appended; then the row is the only one of its line. */
  cells: Cells | null;
  /** The number of columns, and the colour codes in effect after them, while there are no cells. */
  length: number;
  style: string;
}

interface Cursor {
  row: number;
  column: number;
  style: string;
}

/** The last rows of a stream as a terminal shows them. Only these can change. */
export interface Screen {
  rows: Row[];
  cursor: Cursor;
  saved: Cursor;
  /** The line to which the output belongs, counted by newlines as the server does; null between two lines. */
  line: TerminalLine | null;
  /** The incomplete escape sequence at the end of the last chunk. */
  remainder: string;
  /** The rows of the lines that can change. */
  owned: Map<TerminalLine, Row[]>;
  /** The lines of which cells have changed since the last call of `settle`. */
  dirty: Set<TerminalLine>;
  /** The lines at the end that have been hidden because their rows are empty. */
  emptied: Set<TerminalLine>;
}

/** An empty screen. */
export function createScreen(): Screen {
  const cursor = { row: 0, column: 0, style: "" };
  return {
    rows: [],
    cursor,
    saved: { ...cursor },
    line: null,
    remainder: "",
    owned: new Map(),
    dirty: new Set(),
    emptied: new Set(),
  };
}

/** Writes text at the cursor. `line` owns the rows that this adds to the screen. */
export function print(screen: Screen, line: TerminalLine, text: string): void {
  const { cursor } = screen;
  const row = rowAtCursor(screen, line);
  if (!row.cells && cursor.column === row.length) {
    append(row, text, cursor.style);
    row.length += columnsOf(text, row.length);
    cursor.column = row.length;
    return;
  }
  const room = lineCharactersMax - cursor.column;
  if (room <= 0) return;
  const { style } = cursor;
  cursor.column = writeCells(toCells(screen, row), cursor.column, { text: text.slice(0, room), style });
}

function append(row: Row, text: string, style: string): void {
  const { line } = row;
  const room = Math.max(0, lineCharactersMax - line.text.length);
  if (row.style !== style && room > 0) line.text += changeOfStyle(row.style, style);
  row.style = style;
  line.text += room < text.length ? text.slice(0, room) : text;
  line.cut += Math.max(0, text.length - room);
}

/** Sets the colours of the text that follows. */
export function setStyle({ cursor }: Screen, code: string): void {
  cursor.style = styleAfter(cursor.style, code);
}

/** Moves the cursor to the next row, at the bottom by scrolling. */
export function feedLine(screen: Screen, line: TerminalLine): void {
  // A new row at the cursor is an empty line.
  if (screen.cursor.row >= screen.rows.length) rowAtCursor(screen, line);
  moveDown(screen);
}

/** Moves the cursor down without starting a line, as a vertical tab does. */
export function moveDown(screen: Screen): void {
  if (screen.cursor.row < screenRows - 1) screen.cursor.row += 1;
  else leaveTop(screen, screen.rows.shift());
}

function removeTop(screen: Screen, count: number): void {
  for (const row of screen.rows.splice(0, count)) leaveTop(screen, row);
}

/** A row that leaves the screen at the top no longer changes. A saved position moves with the rows. */
function leaveTop({ line, owned, saved }: Screen, row: Row | undefined): void {
  saved.row = Math.max(0, saved.row - 1);
  if (row && !row.cells && row.line !== line) owned.delete(row.line);
}

/** The row above the cursor, at the top by scrolling down. */
function reverseFeed(screen: Screen, line: TerminalLine): void {
  if (screen.cursor.row > 0) screen.cursor.row -= 1;
  else insertRows(screen, line, 1);
}

/** Obeys an escape sequence without parameters. */
export function obeyEscape(screen: Screen, line: TerminalLine, final: string): void {
  const { cursor } = screen;
  if (final === "7") screen.saved = { ...cursor };
  if (final === "8") screen.cursor = { ...screen.saved };
  if (final === "M") reverseFeed(screen, line);
  if (final === "D") moveDown(screen);
  if (final !== "E") return;
  cursor.column = 0;
  moveDown(screen);
}

/** Obeys a control sequence that moves the cursor, erases or inserts; ignores any other. */
export function obeyControl(screen: Screen, line: TerminalLine, { final, numbers }: ControlSequence): void {
  if (moveCursor(screen, final, numbers)) return;
  const { cursor, rows } = screen;
  const count = Math.max(1, numbers[0] ?? 1);
  const row = rows[cursor.row];
  if (final === "J") eraseScreen(screen, numbers[0] ?? 0);
  else if (final === "L" || final === "M") {
    cursor.column = 0;
    if (final === "L") insertRows(screen, line, count);
    else deleteRows(screen, line, count);
  } else if (final === "S") removeTop(screen, count);
  else if (final === "s") screen.saved = { ...cursor };
  else if (final === "u") screen.cursor = { ...screen.saved };
  else if (!row) return;
  else if (final === "K") eraseRow(screen, row, numbers[0] ?? 0);
  else if (final === "X") eraseCells(toCells(screen, row), cursor.column, cursor.column + count);
  else if (final === "P") deleteCells(toCells(screen, row), cursor.column, count);
  else if (final === "@") insertCells(toCells(screen, row), cursor.column, Math.min(count, screenColumns));
}

function moveCursor({ cursor }: Screen, final: string, [first = 0, second = 0]: number[]): boolean {
  const count = Math.max(1, first);
  const lastColumn = Math.max(cursor.column, screenColumns - 1);
  const toRow = (row: number) => {
    cursor.row = Math.min(screenRows - 1, Math.max(0, row));
  };
  const toColumn = (column: number) => {
    cursor.column = Math.min(lastColumn, Math.max(0, column));
  };
  if (final === "A" || final === "F") toRow(cursor.row - count);
  else if (final === "B" || final === "E" || final === "e") toRow(cursor.row + count);
  else if (final === "C" || final === "a") toColumn(cursor.column + count);
  else if (final === "D") toColumn(cursor.column - count);
  else if (final === "G" || final === "`") toColumn(count - 1);
  else if (final === "d") toRow(count - 1);
  else if (final === "H" || final === "f") {
    toRow(count - 1);
    toColumn(Math.max(1, second) - 1);
  } else return false;
  if (final === "E" || final === "F") cursor.column = 0;
  return true;
}

function eraseRow(screen: Screen, row: Row, mode: number): void {
  const { column } = screen.cursor;
  // Most programs erase behind a text that is complete.
  if (mode === 0 && !row.cells && column >= row.length) return;
  const cells = toCells(screen, row);
  eraseCells(cells, mode === 0 ? column : 0, mode === 1 ? column + 1 : cells.characters.length);
}

function eraseScreen(screen: Screen, mode: number): void {
  const { rows, cursor } = screen;
  if (mode === 2) {
    // The rows stay in the log, above the screen: what a log showed once is not lost.
    const last = rows.findLastIndex((row) => !isBlank(row));
    removeTop(screen, last + 1);
    return;
  }
  if (mode !== 0 && mode !== 1) return;
  const others = mode === 0 ? rows.slice(cursor.row + 1) : rows.slice(0, cursor.row);
  for (const row of others) eraseRow(screen, row, 2);
  const row = rows[cursor.row];
  if (row) eraseRow(screen, row, mode);
}

function insertRows(screen: Screen, line: TerminalLine, count: number): void {
  const { rows, cursor } = screen;
  if (cursor.row >= rows.length) return;
  fillRows(screen, line, Math.min(screenRows, rows.length + count));
  const { row } = cursor;
  shiftContents(screen, row, Math.min(count, screenRows - row));
}

function deleteRows(screen: Screen, line: TerminalLine, count: number): void {
  const { rows, cursor } = screen;
  if (cursor.row >= rows.length) return;
  fillRows(screen, line, cursor.row + 1);
  shiftContents(screen, cursor.row, -Math.min(count, screenRows - cursor.row));
}

/** Moves the contents of the rows from one on down, or up if `by` is negative. The rows keep their lines. */
function shiftContents(screen: Screen, start: number, by: number): void {
  const { rows } = screen;
  const contents = rows.map((row, index) => (index < start ? null : toCells(screen, row)));
  for (const [index, row] of rows.entries()) {
    if (index < start) continue;
    const from = index - by;
    row.cells = (from >= start && contents[from]) || { characters: [], styles: [] };
  }
}

function rowAtCursor(screen: Screen, line: TerminalLine): Row {
  fillRows(screen, line, screen.cursor.row + 1);
  return screen.rows[screen.cursor.row] as Row; // fillRows has added it
}

/** Adds rows to the screen, which belong to a line. */
function fillRows(screen: Screen, line: TerminalLine, count: number): void {
  const { rows, cursor, owned } = screen;
  if (rows.length >= count) return;
  const rowsOfLine = owned.get(line) ?? [];
  if (rowsOfLine.length === 0 && line.text === "") Object.assign(line, { isHidden: false, style: cursor.style });
  owned.set(line, rowsOfLine);
  const isOnly = rowsOfLine.length === 0 && count === rows.length + 1;
  for (const row of rowsOfLine) toCells(screen, row);
  while (rows.length < count) {
    const row: Row = { line, cells: isOnly ? null : { characters: [], styles: [] }, length: 0, style: cursor.style };
    rows.push(row);
    rowsOfLine.push(row);
  }
  if (!isOnly) screen.dirty.add(line);
}

function toCells(screen: Screen, row: Row): Cells {
  screen.dirty.add(row.line);
  row.cells ??= parseCells(row.line.text, row.line.style);
  return row.cells;
}

function isBlank({ cells, length }: Row): boolean {
  return cells ? lengthOf(cells.characters) === 0 : length === 0;
}

/** Brings the lines of changed rows up to date. Returns the lines that changed other than by appended text. */
export function settle(screen: Screen): Set<TerminalLine> {
  const { rows, owned, dirty } = screen;
  const changed = new Set(dirty);
  for (const line of dirty) {
    const rowsOfLine = owned.get(line) ?? [];
    line.text = rowsOfLine.map(({ cells }) => (cells ? renderCells(cells) : line.text)).join("\n");
    line.style = "";
  }
  dirty.clear();
  hideEmptied(screen, changed);
  if (owned.size > rows.length) {
    const kept = new Set([screen.line, ...rows.map((row) => row.line)]);
    for (const line of owned.keys()) if (!kept.has(line)) owned.delete(line);
  }
  return changed;
}

/** Hides the lines at the end whose rows were erased, until the cursor is below them or something is written there. */
function hideEmptied({ rows, owned, emptied, cursor }: Screen, changed: Set<TerminalLine>): void {
  if (cursor.row >= rows.length && emptied.size === 0) return;
  const below = new Set(rows.slice(Math.max(cursor.row, rows.findLastIndex((row) => !isBlank(row)) + 1)));
  for (const line of new Set([...emptied, ...[...below].map((row) => row.line)])) {
    const isEmptied = owned.get(line)?.every((row) => below.has(row) && isBlank(row)) ?? false;
    if (isEmptied === emptied.has(line)) continue;
    line.isHidden = isEmptied;
    if (isEmptied) emptied.add(line);
    else emptied.delete(line);
    changed.add(line);
  }
}
