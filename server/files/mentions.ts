/** How many different paths of one text are looked up. */
const PATHS_MAX = 200;

/** A mention of a file in a text: `@results/table.csv`, or `@"my table.csv"` if its path contains spaces. */
export interface Mention {
  start: number;
  /** What it may mean, the longest path first: a full stop after it may end the sentence. */
  candidates: { path: string; end: number }[];
}

const mention = /(?<=^|[\s([{«“„"'])@(?:"([^"\n]{1,1000})"|([^\s"@][^\s@]{0,999}))/gu;
const lastMark = /[\p{P}\p{S}]$/u;
/** How many marks after a path may belong to the sentence, as in `(see @a.png).` */
const MARKS_MAX = 4;

/** The mentions in a text without markup. */
export function findMentions(text: string): Mention[] {
  return [...text.matchAll(mention)].map((match) => {
    const { index: start, 0: all, 1: quoted, 2: plain = "" } = match;
    if (quoted !== undefined) return { start, candidates: [{ path: quoted, end: start + all.length }] };
    const paths = [plain];
    for (let path = plain; paths.length <= MARKS_MAX && lastMark.test(path); ) {
      path = path.replace(lastMark, "");
      if (path !== "") paths.push(path);
    }
    return { start, candidates: paths.map((path) => ({ path, end: start + 1 + path.length })) };
  });
}

const inlineCode = /`([^`\n]{1,1000})`/g;
const linkTarget = /\]\(\s*<?([^)\s>]{1,1000})/g;
const definition = /^ {0,3}\[[^\]\n]{1,500}\]:\s*<?([^\s>]{1,1000})/gm;

/**
 * The paths of files that a Markdown text may mean: mentions, code that consists of a path, and addresses of links and
 * pictures.
 */
export function findPossiblePaths(markdown: string): string[] {
  const mentioned = findMentions(markdown).flatMap(({ candidates }) => candidates.map(({ path }) => path));
  const others = [inlineCode, linkTarget, definition].flatMap((pattern) =>
    [...markdown.matchAll(pattern)].map(([, text = ""]) => text),
  );
  return [...new Set([...mentioned, ...others.flatMap((text) => [text, toPath(text)])])].slice(0, PATHS_MAX);
}

/** The path in a job's folder that the address of a link means. */
export function toPath(address: string): string {
  try {
    return decodeURIComponent(address).replace(/^(\.\/)+/, "");
  } catch {
    return address;
  }
}
