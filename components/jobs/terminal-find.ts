import { plainText } from "./ansi-spans";

/** The maximum number of matches. Nobody steps through a longer list. */
export const hitsMax = 10_000;

/** The indexes of the lines that contain `needle`, regardless of case. */
export function findLines(lines: readonly { text: string }[], needle: string): number[] {
  if (needle === "") return [];
  const lowerNeedle = needle.toLowerCase();
  const hits: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (!plainText(line.text).toLowerCase().includes(lowerNeedle)) continue;
    hits.push(index);
    if (hits.length >= hitsMax) break;
  }
  return hits;
}

export interface Segment {
  start: number;
  text: string;
  isHit: boolean;
}

/** Splits a text before and after each match. Every character is in exactly one segment. */
export function splitAtHits(text: string, needle: string): Segment[] {
  const lower = text.toLowerCase();
  const lowerNeedle = needle.toLowerCase();
  // The lower case of a few letters has a different length. Positions would not match, so nothing is marked.
  if (lowerNeedle === "" || lower.length !== text.length) return [{ start: 0, text, isHit: false }];
  const segments: Segment[] = [];
  let from = 0;
  for (let at = lower.indexOf(lowerNeedle); at >= 0; at = lower.indexOf(lowerNeedle, from)) {
    if (at > from) segments.push({ start: from, text: text.slice(from, at), isHit: false });
    from = at + lowerNeedle.length;
    segments.push({ start: at, text: text.slice(at, from), isHit: true });
  }
  if (from < text.length) segments.push({ start: from, text: text.slice(from), isHit: false });
  return segments;
}
