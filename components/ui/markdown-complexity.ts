/** How deeply quotes and lists may be nested, and how many marks one paragraph and all tables may contain. */
const LIMITS = { depth: 30, paragraphMarks: 400, tableMarks: 5_000 };

const deepContainers = new RegExp(`^(?:[ \\t]*(?:>|[-*+]|\\d{1,9}[.)])){${LIMITS.depth},}`, "m");
const deepIndentation = new RegExp(`^(?:  |\\t){${LIMITS.depth},}[-*+\\d]`, "m");

/**
 * Whether a Markdown text could occupy the server for seconds, or overflow the parser's stack: the time that a parser
 * needs for emphasis and links grows with the square of their number in a paragraph. Real texts are far below the
 * limits.
 */
export function isTooComplex(text: string): boolean {
  if (deepContainers.test(text) || deepIndentation.test(text)) return true;
  if (countOf(text, /\|/g) > LIMITS.tableMarks) return true;
  return withoutCodeBlocks(text)
    .split(/\n[ \t]*\r?\n/)
    .some((paragraph) => countOf(paragraph, /(?<!^[ \t]*)[*_~`[\]<&!]/gm) > LIMITS.paragraphMarks);
}

/** Removes the lines between two fences, because they are not parsed. */
function withoutCodeBlocks(text: string): string {
  return text.replace(/^(```|~~~)[^`\n]*\n[\s\S]*?^ {0,3}\1/gm, "");
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
