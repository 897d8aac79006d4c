import { plainText } from "./ansi-spans";
import type { TerminalLine } from "./terminal-buffer";

/** No list of hits needs to be longer: nobody steps through more. */
export const hitsMax = 10_000;

/** The indexes of the lines that hold `needle`, whatever the case. */
export function findLines(lines: readonly TerminalLine[], needle: string): number[] {
  if (needle === "") return [];
  const wanted = needle.toLowerCase();
  const hits: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (!plainText(line.text).toLowerCase().includes(wanted)) continue;
    hits.push(index);
    if (hits.length >= hitsMax) break;
  }
  return hits;
}

export interface Piece {
  start: number;
  text: string;
  isHit: boolean;
}

/** Cuts text at the needle's places; every character is in one piece. */
export function splitAtHits(text: string, needle: string): Piece[] {
  const lower = text.toLowerCase();
  const wanted = needle.toLowerCase();
  // A few letters change length in lower case; then places do not match, and the line is shown unmarked.
  if (wanted === "" || lower.length !== text.length) return [{ start: 0, text, isHit: false }];
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) pieces.push({ start: from, text: text.slice(from, at), isHit: false });
    from = at + wanted.length;
    pieces.push({ start: at, text: text.slice(at, from), isHit: true });
  }
  if (from < text.length) pieces.push({ start: from, text: text.slice(from), isHit: false });
  return pieces;
}
