import { widthOf } from "./width";

/** The cells of a row: a character each, with the colour codes in effect. */
export interface Cells {
  /** `blank` for a cell to which nothing was written, and "" for the second half of a wide character. */
  characters: string[];
  styles: string[];
}

const esc = "\u001b";
const blank = "\u0000";
const reset = `${esc}[0m`;
const tabColumns = 8;
const colorCode = new RegExp(`${esc}\\[[0-9;:]*m`, "y");

/** The cells of a text with colour codes. `style` contains the codes in effect at its start. */
export function parseCells(text: string, style: string): Cells {
  const cells: Cells = { characters: [], styles: [] };
  let current = style;
  for (let at = 0; at < text.length; ) {
    colorCode.lastIndex = at;
    const code = text[at] === esc ? colorCode.exec(text)?.[0] : undefined;
    if (code) current = styleAfter(current, code);
    const character = code ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
    at += character.length;
    if (!code) writeCells(cells, cells.characters.length, { text: character, style: current });
  }
  return cells;
}

/** The colour codes in effect after another one, limited so that they do not grow forever. */
export function styleAfter(style: string, code: string): string {
  return /^.\[0?m$/.test(code) ? "" : `${style}${code}`.slice(-64);
}

/** The colour codes that replace some in effect by others. */
export function changeOfStyle(before: string, after: string): string {
  return after.startsWith(before) ? after.slice(before.length) : reset + after;
}

/** The text of cells with their colour codes. Blank cells at the end are left out. */
export function renderCells({ characters, styles }: Cells): string {
  let text = "";
  let style = "";
  for (let column = 0; column < lengthOf(characters); column += 1) {
    const character = characters[column] ?? blank;
    const next = styles[column] ?? "";
    if (character !== "" && next !== style) {
      text += changeOfStyle(style, next);
      style = next;
    }
    text += character === blank ? " " : character;
  }
  return text;
}

/** The number of cells up to the last one that is not blank. */
export function lengthOf(characters: string[]): number {
  let length = characters.length;
  while (length > 0 && (characters[length - 1] ?? blank) === blank) length -= 1;
  return length;
}

/** Writes a text over the cells from a column on. Returns the column after it. */
export function writeCells(cells: Cells, start: number, { text, style }: { text: string; style: string }): number {
  const { characters, styles } = cells;
  let column = start;
  fill(cells, start);
  for (const character of text) {
    if (character === "\t") {
      column = nextTab(column);
      fill(cells, column);
      continue;
    }
    const width = widthOf(character);
    if (width === 0) {
      const before = characters[column - 1] === "" ? column - 2 : column - 1;
      if (before >= 0 && characters[before] !== blank) characters[before] += character;
      continue;
    }
    if (characters[column] === "") characters[column - 1] = " ";
    characters[column] = character;
    styles[column] = style;
    if (width === 2) {
      characters[column + 1] = "";
      styles[column + 1] = style;
    }
    column += width;
    if (characters[column] === "") characters[column] = " ";
  }
  return column;
}

/** The number of columns that a text takes when it is written from a column on. */
export function columnsOf(text: string, start: number): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let column = start;
  for (const character of text) column = character === "\t" ? nextTab(column) : column + widthOf(character);
  return column - start;
}

/** Replaces cells with blank ones. */
export function eraseCells(cells: Cells, start: number, end: number): void {
  const { characters, styles } = cells;
  splitWide(cells, start);
  splitWide(cells, end);
  for (let column = start; column < Math.min(end, characters.length); column += 1) {
    characters[column] = blank;
    styles[column] = "";
  }
}

/** Inserts blank cells, and moves the cells after them to the right. */
export function insertCells(cells: Cells, column: number, count: number): void {
  if (column >= cells.characters.length) return;
  splitWide(cells, column);
  cells.characters.splice(column, 0, ...new Array<string>(count).fill(blank));
  cells.styles.splice(column, 0, ...new Array<string>(count).fill(""));
}

/** Removes cells, and moves the cells after them to the left. */
export function deleteCells(cells: Cells, column: number, count: number): void {
  splitWide(cells, column);
  splitWide(cells, column + count);
  cells.characters.splice(column, count);
  cells.styles.splice(column, count);
}

/** A wide character of which one half is changed leaves a blank in the other. */
function splitWide({ characters }: Cells, column: number): void {
  if (characters[column] !== "") return;
  characters[column - 1] = blank;
  characters[column] = blank;
}

function fill({ characters, styles }: Cells, length: number): void {
  while (characters.length < length) {
    characters.push(blank);
    styles.push("");
  }
}

function nextTab(column: number): number {
  return (Math.floor(column / tabColumns) + 1) * tabColumns;
}
