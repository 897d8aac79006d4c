/** What matters in a completion script for bash; everything else is skipped. */
export type BashToken =
  | { kind: "open" }
  /** A branch of a `case` or an `if`, the words that it compares, and whether something is offered inside it. */
  | { kind: "branch"; labels: string[]; hasOffer: boolean }
  | { kind: "close" }
  | { kind: "assign"; name: string; text: string }
  /** Offered words, before variables are replaced; a part of a word only (`-P --`, `-S ,`) if `isPart`. */
  | { kind: "offer"; words: string; isPart: boolean };

const quoted = `"[^"]{0,20000}"|'[^']{0,20000}'`;
const word = `(?:${quoted}|[^\\s()|;"'])+`;
const token = new RegExp(
  [
    "(?<case>\\bcase\\s[^\\n]{1,200}?\\sin\\b)",
    "(?<next>;;)",
    "(?<close>\\b(?:esac|fi)\\b)",
    "\\b(?<test>if|elif)\\s(?<condition>[^\\n;]{0,300})",
    "(?<otherwise>\\belse\\b)",
    `\\b(?<name>[A-Za-z_]\\w*)\\+?=(?:\\((?<list>(?:${quoted}|[^()"']){0,20000})\\)|(?<text>${quoted}))`,
    `\\b(?:compgen|complete)\\s(?<before>[^\\n;|]{0,100}?)-W\\s*(?<words>${quoted}|\\$\\w+)(?<after>[^\\n;]{0,80})`,
  ].join("|"),
  "g",
);
const label = new RegExp(`\\s*\\(?\\s*(${word}(?:\\s*\\|\\s*${word})*)\\s*\\)`, "y");
const bodyCharactersMax = 2_000;

export function readBashTokens(script: string): BashToken[] {
  const text = script.replaceAll(/^[ \t]*#.*$/gm, "").replaceAll("\\\n", " ");
  const tokens: BashToken[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const found = match.groups ?? {};
    if (found.case !== undefined || found.test === "if") tokens.push({ kind: "open" });
    if (found.case !== undefined || found.next !== undefined) tokens.push(...branchAt(text));
    else if (found.close !== undefined) tokens.push({ kind: "close" });
    else if (found.test !== undefined) tokens.push(testOf(text, found.condition ?? ""));
    else if (found.otherwise !== undefined) tokens.push({ kind: "branch", labels: [], hasOffer: false });
    else if (found.name !== undefined)
      tokens.push({ kind: "assign", name: found.name, text: found.list?.replaceAll(/["']/g, "") ?? bare(found.text) });
    else
      tokens.push({ kind: "offer", words: bare(found.words), isPart: /-[PS]\s/.test(`${found.before}${found.after}`) });
  }
  return tokens;
}

/** The label of a branch at the present position of the scan, which continues after it. */
function branchAt(text: string): BashToken[] {
  label.lastIndex = token.lastIndex;
  const [all, labels] = label.exec(text) ?? [];
  if (all === undefined || labels === undefined || /(?:^|\|)\s*esac\b/.test(labels)) return [];
  token.lastIndex += all.length;
  return [
    { kind: "branch", labels: labels.split("|").map((each) => bare(each.trim())), hasOffer: hasOffer(text, /;;/) },
  ];
}

/** `[[ $prev == --level ]]` compares a word as a branch of a `case` does. */
function testOf(text: string, condition: string): BashToken {
  const compared = condition.matchAll(
    /(?:prev|words?(?:\[\d\]|\[@?\])?|COMP_WORDS\[[^\]]+\])\}?"?\s+==?\s+["']?([\w-]+)/g,
  );
  const labels = [...compared].flatMap(([, each]) => each ?? []);
  return { kind: "branch", labels, hasOffer: hasOffer(text, /\b(?:fi|elif|else)\b/) };
}

/** Whether a value is offered from the present position up to the end of the branch. */
function hasOffer(text: string, end: RegExp): boolean {
  const body = text.slice(token.lastIndex, token.lastIndex + bodyCharactersMax).split(end)[0] ?? "";
  return /\bcompgen\b|\b_filedir\b|\b_comp\w*\b/.test(body);
}

function bare(text = ""): string {
  return text.replaceAll(/^(["'])([\s\S]*)\1$/g, "$2");
}
