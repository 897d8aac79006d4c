/** What a dependency specifier (PEP 508) refers to: a package of the index, or an address of its own. */
export type DependencyKind = "named" | "address";

/** Longer lines are refused: nothing that a person writes comes close. */
const LENGTH_MAX = 2_000;

// Blanks are spaces and tabs alone: pip takes more characters than one would think for the end of a line.
const blank = "[ \\t]*";
const identifier = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
const extras = `(?:${blank}\\[${blank}(?:${identifier}(?:${blank},${blank}${identifier})*)?${blank}\\])?`;
const version = `(?:===|~=|==|!=|<=|>=|<|>)${blank}[A-Za-z0-9._*+!-]+`;
const versions = `${version}(?:${blank},${blank}${version})*`;

const listed = new RegExp(
  `^${identifier}${extras}${blank}(?:${versions}|\\(${blank}${versions}${blank}\\))?${blank}(?:;|$)`,
);
const address = new RegExp(`^${identifier}${extras}${blank}@${blank}[!-~]+(?:[ \\t]+;|${blank}$)`);

/**
 * What a line refers to if it is exactly one dependency specifier; null for anything else, such as an option, a path, a
 * comment or two lines in one. Source: the grammar of PEP 508, with the versions of PEP 440.
 */
export function readDependency(line: string): DependencyKind | null {
  if (line.length > LENGTH_MAX) return null;
  for (const [kind, format] of [["named", listed] as const, ["address", address] as const]) {
    const head = format.exec(line)?.[0];
    if (head === undefined) continue;
    return !head.endsWith(";") || isMarker(line.slice(head.length)) ? kind : null;
  }
  return null;
}

const markerToken =
  /[ \t]*(?:(?<string>'[\t !-&(-[\]-~]*'|"[\t !#-[\]-~]*")|(?<sign>===|~=|==|!=|<=|>=|<|>|\(|\))|(?<word>[a-z][a-z_.]*))/y;
const variables = new Set(
  "python_version python_full_version os_name sys_platform platform_release platform_system platform_version platform_machine platform_python_implementation implementation_name implementation_version extra".split(
    " ",
  ),
);
const comparisons = new Set(["===", "~=", "==", "!=", "<=", ">=", "<", ">"]);

/** Whether a text is an environment marker, such as `python_version < "3.11" and (os_name == "nt" or extra == "x")`. */
function isMarker(text: string): boolean {
  const tokens = readTokens(text);
  if (!tokens) return false;
  let at = 0;
  const take = (...expected: string[]) => expected.includes(tokens[at] ?? "") && Boolean(++at);
  const value = () => (variables.has(tokens[at] ?? "") || tokens[at] === "''") && Boolean(++at);
  const operator = () =>
    comparisons.has(tokens[at] ?? "") ? Boolean(++at) : take("in") || (take("not") && take("in"));
  const term = (): boolean => (take("(") ? expression() && take(")") : value() && operator() && value());
  const expression = (): boolean => {
    do if (!term()) return false;
    while (take("and", "or"));
    return true;
  };
  return expression() && at === tokens.length;
}

/** The words and signs of a marker, and `''` for each string; null if there is anything else. */
function readTokens(text: string): string[] | null {
  const tokens: string[] = [];
  markerToken.lastIndex = 0;
  const trimmed = text.replace(/[ \t]+$/, "");
  while (markerToken.lastIndex < trimmed.length) {
    const groups = markerToken.exec(trimmed)?.groups;
    if (!groups) return null;
    tokens.push(groups.string === undefined ? (groups.sign ?? groups.word ?? "") : "''");
  }
  return tokens;
}
