import type { OptionLine } from "./option-line";

/** An option of a help text, with the number of its line and where it is indented to. */
export interface FoundOption extends OptionLine {
  line: number;
  indent: number;
}

interface Column {
  text: string;
  at: number;
}

const shallow = 12;
/** A flag with what stands for its value; a sentence that begins with a flag is longer. */
const flagColumn = /^--?[A-Za-z0-9?@#][\w-]*(?:[ =:[<{(,]\S*(?: \S+){0,3})?,?$/;
const startsWithFlag = /^-{1,2}(?:\[[\w-]+\])?[A-Za-z0-9?@#]/;

/**
 * The options that a help text lists: at the start of a line or, where the text is laid out in two columns, also in the
 * middle of one. Deeply indented lines count as options unless they continue the help of the option above them.
 */
export function findOptionLines(lines: readonly string[]): FoundOption[] {
  const secondColumn = findSecondColumn(lines);
  const found: FoundOption[] = [];
  let helpAt = -1;
  for (const [index, line] of lines.entries()) {
    const columns = columnsOf(line);
    const [first] = columns;
    if (!first || !startsWithFlag.test(first.text) || continuesHelp(first, helpAt)) continue;
    if (continuesParagraph(lines, index, found.at(-1))) continue;
    const isOption = first.at <= shallow || (columns.length > 1 && flagColumn.test(first.text)) || isBareFlag(line);
    if (!isOption) continue;
    const split = columns.findIndex(({ at }, position) => position > 0 && at === secondColumn);
    const options = [columns.slice(0, split < 0 ? undefined : split), split < 0 ? [] : columns.slice(split)];
    for (const option of options.filter((each) => startsWithFlag.test(each[0]?.text ?? ""))) {
      const { syntax, help, at } = splitOption(option);
      const below = split < 0 ? helpBelow(lines, { index, indent: first.at }) : "";
      const plain = withoutSentence({ syntax, help: [help, below].filter((part) => part !== "").join(" ") });
      found.push({ ...plain, line: index, indent: option[0]?.at ?? 0 });
      if (at !== null) helpAt = at;
    }
  }
  return found;
}

/** A line that begins where the help of the option above begins is a part of that help. */
function continuesHelp(column: Column, helpAt: number): boolean {
  return column.at > shallow && Math.abs(column.at - helpAt) <= 1;
}

/** A line whose sentence began in the line above, at the same indentation, below an option or an argument. */
function continuesParagraph(lines: readonly string[], index: number, option: FoundOption | undefined): boolean {
  const [above = "", line = ""] = [lines[index - 1], lines[index]];
  const at = line.search(/\S/);
  const isBelowText = option === undefined ? at >= 6 : at > option.indent + 1;
  if (!isBelowText || above.search(/\S/) !== at) return false;
  return !startsWithFlag.test(above.trimStart()) || continuesParagraph(lines, index - 1, option);
}

function isBareFlag(line: string): boolean {
  return /^\s*--?[A-Za-z][\w-]*(?:[ =]\S+)?(?:, --?[A-Za-z][\w-]*(?:[ =]\S+)?)*\s*$/.test(line);
}

/** The columns of a line, which two blanks or dots keep apart. */
function columnsOf(line: string): Column[] {
  const text = line.replaceAll(/ \.{1,} (?= *-)/g, (dots) => " ".repeat(dots.length));
  return [...text.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ text: match[0], at: match.index }));
}

/** Where the second column of options begins, if at least three lines have an option there behind the help of another. */
function findSecondColumn(lines: readonly string[]): number {
  const counts = new Map<number, number>();
  for (const line of lines) {
    const columns = columnsOf(line);
    if (!startsWithFlag.test(columns[0]?.text ?? "")) continue;
    const helpIndex = columns.findIndex(({ text }) => !startsWithFlag.test(text));
    if (helpIndex < 1) continue;
    for (const { text, at } of columns.slice(helpIndex + 1)) {
      if (/^-[A-Za-z0-9@]{1,2}(?: \S+)?$/.test(text)) counts.set(at, (counts.get(at) ?? 0) + 1);
    }
  }
  const [at = -1, count = 0] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  return count >= 3 ? at : -1;
}

/** The flags of an option with their value, and its help: `-o FILE`, `--output=FILE`, `where to write`. */
function splitOption(given: readonly Column[]): OptionLine & { at: number | null } {
  const columns = withSplitAlias(given);
  let count = 1;
  for (const { text } of columns.slice(1)) {
    const isAlias = columns[count - 1]?.text.endsWith(",") || text.startsWith("--") || /^-[A-Za-z0-9]$/.test(text);
    if (!isAlias || !flagColumn.test(text)) break;
    count += 1;
  }
  const textOf = (some: readonly Column[]) => some.map(({ text }) => text).join(" ");
  const [syntax = "", comment] = textOf(columns.slice(0, count)).split(/\s#\s*/);
  const help = textOf(columns.slice(count)).replace(/^#\s*/, "");
  return { syntax, help: [comment, help].filter((part) => part).join(" "), at: columns[count]?.at ?? null };
}

/** `-a,  --archive out.tgz Store the results`: the sentence behind the second flag and its value is a column, too. */
function withSplitAlias(columns: readonly Column[]): readonly Column[] {
  const [first, second, ...others] = columns;
  if (!first?.text.endsWith(",") || second === undefined) return columns;
  const [, syntax, sentence] =
    /^(--?[A-Za-z][\w-]*(?:[ =](?:<[^<>]+>|\[[^[\]]+\]|[A-Z_]+|\w+\.\w+)|=\S+)?) ([A-Z][a-z]+(?: \S+)+)$/.exec(
      second.text,
    ) ?? [];
  if (syntax === undefined || sentence === undefined) return columns;
  const at = second.at + syntax.length + 1;
  return [first, { text: syntax, at: second.at }, { text: sentence, at }, ...others];
}

/** The lines below an option that are indented more than it, up to the next option. */
function helpBelow(lines: readonly string[], { index, indent }: { index: number; indent: number }): string {
  const found: string[] = [];
  for (const line of lines.slice(index + 1, index + 9)) {
    const at = line.search(/\S/);
    if (at < indent + 2 || (at <= shallow && startsWithFlag.test(line.trimStart()))) break;
    found.push(line.trim());
  }
  return found.join(" ");
}

/** `-v be verbose`: several plain words behind a flag, without a gap, are its help and not a value. */
function withoutSentence({ syntax, help }: OptionLine): OptionLine {
  const [, option, sentence] =
    /^(-{1,2}[\w-]+(?:, --[\w-]+)?) ([A-Za-z]?[a-z]+(?: [\w'-]+){1,})\.?$/.exec(syntax) ?? [];
  return help !== "" || option === undefined || sentence === undefined
    ? { syntax, help }
    : { syntax: option, help: sentence };
}
