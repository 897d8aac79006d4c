import type { Command, Parameter } from "@/command-line/spec";
import { sourceCharactersMax } from "./parameters";

type Hint = NonNullable<Parameter["hint"]>;

interface UsesOfLanguage {
  /** Patterns of the expressions that hold a parameter's value; `index` is a positional's, counted from 0. */
  expressions: (param: Parameter, index: number, source: string) => string[];
  /** Patterns in which X stands for such an expression. A later one counts more. */
  patterns: readonly [pattern: string, hint: Hint][];
}

const reads: Hint = { kind: "file", mode: "r", bySource: true };
const writes: Hint = { kind: "file", mode: "w", bySource: true };
const readsFolder: Hint = { kind: "directory", bySource: true };
const writesFolder: Hint = { kind: "directory", mode: "w", bySource: true };

/** Each parameter costs a walk over the source. */
const parametersMax = 100;

/**
 * The command with a hint for each text parameter that the source of a shell, Perl, Node or Ruby script opens, checks or
 * creates as a file or a folder, in the plain cases: `cat "$1"`, `open(my $fh, '<', $file)`, `fs.readFileSync(argv.x)`.
 */
export function withFileUses(command: Command, language: string, source: string): Command {
  const known = languages.find(([name]) => name.test(language))?.[1];
  if (!known) return command;
  const text = source.slice(0, sourceCharactersMax);
  const positionals = command.params.filter(({ kind }) => kind === "positional");
  const withHint = (param: Parameter, position: number): Parameter => {
    if (position >= parametersMax || !isPlainText(param)) return param;
    const expressions = known.expressions(param, positionals.indexOf(param), text);
    const hint = expressions.length > 0 ? hintOf(expressions, known.patterns, text) : undefined;
    return hint ? { ...param, hint } : param;
  };
  return { ...command, params: command.params.map(withHint) };
}

function isPlainText({ type, format, choices, secret, nargs, kind }: Parameter): boolean {
  return type === "string" && !format && !choices && !secret && nargs !== 0 && kind !== "literal";
}

function hintOf(expressions: string[], patterns: UsesOfLanguage["patterns"], text: string): Hint | undefined {
  const any = `(?:${expressions.join("|")})`;
  return patterns.findLast(([pattern]) =>
    new RegExp(
      pattern.replaceAll("X", () => any),
      "m",
    ).test(text),
  )?.[1];
}

/** The names under which scripts keep an option: `input_file`, `input-file`, `inputFile`, and its letter. */
function namesOf({ dest, flags = [] }: Parameter): string[] {
  const words = [dest, ...flags.map((flag) => flag.replace(/^-+/, ""))];
  const spelled = words.flatMap((word) => [
    word,
    word.replaceAll("-", "_"),
    word.replaceAll(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase()),
  ]);
  return [...new Set(spelled)].filter((word) => /^[\w-]+$/.test(word));
}

/** The variables to which one of these patterns, whose first group is a name, assigns. */
function assigned(source: string, ...patterns: string[]): string[] {
  const found = patterns.flatMap((pattern) => [...source.matchAll(new RegExp(pattern, "gm"))].map((match) => match[1]));
  return [...new Set(found.filter((name) => name !== undefined))];
}

const argument = `[^\\n|;&<>#]{0,200}?`;

const shell: UsesOfLanguage = {
  expressions: (param, index, source) => {
    const patterns =
      param.kind === "positional"
        ? [`\\b([A-Za-z_]\\w*)=["']?\\$\\{?${index + 1}\\b`]
        : namesOf(param).map(
            // `-o|--output) out="$2"` and, for getopts, `o) out=$OPTARG`.
            (name) =>
              `(?:^|\\||;;|\\bin\\b)\\s*\\(?\\s*["']?-{0,2}${name}(?:=?\\*)?["']?(?:\\|[^)\\n]{0,80})?\\)\\s*(?:shift[\\s;&]+)?([A-Za-z_]\\w*)\\+?=\\(?["']?\\$\\{?(?:OPTARG|[12])\\b`,
          );
    const direct = param.kind === "positional" ? [String(index + 1)] : [];
    const names = [...direct, ...assigned(source, ...patterns)];
    const isList = param.nargs === "*" || param.nargs === "+";
    const loops = isList ? assigned(source, `\\bfor\\s+(\\w+)\\s*(?:in\\s+["']?\\$\\{?[@*]|;|$)`) : [];
    return [...names, ...loops].map(
      (name) => `["']?\\$(?:${name}\\b(?!\\w)|\\{${name}\\}|\\{${name}:[-?][^}\\n]*\\})["']?`,
    );
  },
  patterns: [
    [`(?:\\[\\[?|\\btest)\\s+(?:!\\s+)?-[efrs]\\s+X`, reads],
    [`(?:\\[\\[?|\\btest)\\s+(?:!\\s+)?-d\\s+X|\\b(?:cd|ls|find|pushd)\\s+(?:-\\w+\\s+)*X`, readsFolder],
    [`>>?\\s*X|\\btee\\s+(?:-a\\s+)?X|\\btouch\\s+X`, writes],
    [`\\bmkdir\\s+(?:-\\w+\\s+)*X`, writesFolder],
    [
      `(?:^|[^<])<\\s*X|\\b(?:cat|zcat|head|tail|tac|nl|sort|uniq|wc|cut|paste|column|rev|md5sum|sha1sum|sha256sum|gunzip|unzip|source|samtools|bcftools|seqkit|jq|convert)\\s${argument}X`,
      reads,
    ],
    [`\\b(?:grep|egrep|fgrep|zgrep|sed|awk|gawk|perl)\\s[^\\n|;&<>]{1,200}\\s["']?X(?=\\s*(?:$|[|;&>)]))`, reads],
  ],
};

const perl: UsesOfLanguage = {
  expressions: (param, index, source) => {
    if (param.kind === "positional") {
      const variables = new Set([param.dest, ...assigned(source, `\\$(\\w+)\\s*=\\s*\\$ARGV\\[${index}\\]`)]);
      const direct = [`\\$ARGV\\[${index}\\]`, ...(index === 0 ? ["shift(?:\\s*\\(?\\s*@ARGV\\s*\\)?)?"] : [])];
      const isList = param.nargs === "*";
      const loops = isList
        ? assigned(source, `\\bfor(?:each)?\\s+(?:my\\s+)?\\$(\\w+)\\s*\\(\\s*@(?:ARGV|${param.dest})\\b`)
        : [];
      return [...direct, ...[...variables, ...loops].map((name) => `\\$${name}\\b(?![[{])`)];
    }
    const names = namesOf(param);
    const kept = names.flatMap((name) =>
      // `"input|i=s" => \$in`, `'i=s', \my $in`
      assigned(
        source,
        `["'](?:[\\w|-]*\\|)?${name}(?:\\|[\\w|-]*)?[=:]s["']?\\s*(?:=>|,)\\s*\\\\\\s*(?:my\\s+)?\\$(\\w+)`,
      ),
    );
    const hashed = names.map((name) => `\\$\\w+(?:->)?\\{\\s*["']?${name}["']?\\s*\\}`);
    return [...kept.map((name) => `\\$${name}\\b(?![[{])`), ...hashed];
  },
  patterns: [
    [`(?:^|[\\s(!])-[efrs]\\s*\\(?\\s*X`, reads],
    [`(?:^|[\\s(!])-d\\s*\\(?\\s*X|\\bopendir\\b[^;\\n]{0,80},\\s*X|\\bchdir\\s*\\(?\\s*X`, readsFolder],
    [
      `\\bopen\\b[^;\\n]{0,80},\\s*(?:["']\\s*\\+?>>?[^"'\\n]{0,30}["']\\s*,\\s*X|["']\\s*>>?\\s*X|["']\\s*>>?\\s*["']\\s*\\.\\s*X)`,
      writes,
    ],
    [`\\b(?:mkdir|make_path)\\s*\\(?\\s*X`, writesFolder],
    [
      `\\bopen\\b[^;\\n]{0,80},\\s*["']\\s*<[^"'\\n]{0,30}["']\\s*,\\s*X|\\bopen\\s*\\(?\\s*(?:my\\s+)?\\$?\\w+\\s*,\\s*["']?\\s*<?\\s*X|\\b(?:read_file|slurp|read_text|parse_file|retrieve)\\s*\\(?\\s*X`,
      reads,
    ],
    [`-file\\s*=>\\s*X(?![^;\\n]{0,80}>)`, reads],
  ],
};

/** A call that gives its argument on: path.resolve(…), File.expand_path(…). */
const nodeWrapped = `(?:path\\.\\w+\\s*\\(\\s*(?:process\\.cwd\\(\\)\\s*,\\s*)?)?X`;

const node: UsesOfLanguage = {
  expressions: (param, index, source) => {
    const isList = param.nargs === "*" || param.nargs === "+";
    if (param.kind === "positional") {
      const direct = [`process\\.argv\\[${index + 2}\\]`, `\\b(?:positionals|program\\.args|argv\\._)\\[${index}\\]`];
      const variables = assigned(source, `\\b([\\w$]+)\\s*=\\s*process\\.argv\\[${index + 2}\\]`);
      const loops = isList
        ? assigned(
            source,
            `\\bfor\\s*\\(\\s*(?:const|let|var)\\s+(\\w+)\\s+of\\s+(?:positionals|process\\.argv\\.slice\\(2\\)|${param.dest})\\b`,
          )
        : [];
      const names = isList ? loops : [param.dest, ...variables];
      return [...direct, ...names.map((name) => `(?<![\\w.$])${name.replaceAll("$", "\\$")}\\b(?![.([])`)];
    }
    const holders = "(?:argv|args|values|options|opts|flags|program|program\\.opts\\(\\)|params)";
    return namesOf(param).flatMap((name) => [
      `\\b${holders}\\[["'\`]${name}["'\`]\\]`,
      ...(name.includes("-") ? [] : [`\\b${holders}\\.${name}\\b(?![.([])`]),
    ]);
  },
  patterns: [
    [`\\b(?:existsSync|statSync|lstatSync|accessSync|stat|access)\\s*\\(\\s*${nodeWrapped}`, reads],
    [`\\b(?:readdir|readdirSync|opendir|opendirSync|chdir)\\s*\\(\\s*${nodeWrapped}`, readsFolder],
    [`\\b(?:writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream)\\s*\\(\\s*${nodeWrapped}`, writes],
    [`\\b(?:mkdir|mkdirSync)\\s*\\(\\s*${nodeWrapped}`, writesFolder],
    [
      `\\b(?:readFile|readFileSync|createReadStream|openSync|openAsBlob|readJson|readJsonSync)\\s*\\(\\s*${nodeWrapped}`,
      reads,
    ],
  ],
};

const ruby: UsesOfLanguage = {
  expressions: (param, index, source) => {
    if (param.kind === "positional") {
      const variables = new Set([param.dest, ...assigned(source, `\\b([a-z_]\\w*)\\s*=\\s*ARGV\\[${index}\\]`)]);
      const loops = param.nargs === "*" ? assigned(source, `\\bARGV\\.each\\s*(?:do|\\{)\\s*\\|(\\w+)\\|`) : [];
      const direct = [`ARGV\\[${index}\\]`, ...(index === 0 ? ["ARGV\\.(?:shift|first)"] : [])];
      return [...direct, ...[...variables, ...loops].map((name) => `(?<![\\w.@:])${name}\\b(?![.([])`)];
    }
    return namesOf(param)
      .filter((name) => !name.includes("-"))
      .flatMap((name) => [
        `\\b(?:options|opts|params|config|args)\\[(?::|["'])${name}["']?\\]`,
        `\\boptions\\.${name}\\b`,
      ]);
  },
  patterns: [
    [`\\bFile\\.(?:exist\\?|exists\\?|file\\?|readable\\?|size)\\s*\\(?\\s*X`, reads],
    [
      `\\b(?:File\\.directory\\?|Dir\\.(?:exist\\?|children|entries|foreach|each_child|chdir))\\s*\\(?\\s*X`,
      readsFolder,
    ],
    [
      `\\b(?:File|IO)\\.write\\s*\\(?\\s*X|\\b(?:File\\.)?open\\s*\\(?\\s*X\\s*,\\s*["'][wa]|\\bCSV\\.open\\s*\\(?\\s*X\\s*,\\s*["'][wa]`,
      writes,
    ],
    [`\\b(?:Dir\\.mkdir|FileUtils\\.mkdir(?:_p)?|mkdir_p)\\s*\\(?\\s*X`, writesFolder],
    [
      `\\b(?:File|IO)\\.(?:read|readlines|foreach|binread)\\s*\\(?\\s*X|\\bFile\\.(?:open|new)\\s*\\(?\\s*X\\s*(?:\\)|,\\s*["']r|do\\b|\\{)|\\b(?:CSV\\.(?:read|foreach|table)|(?:YAML|JSON|Psych)\\.(?:load_file|safe_load_file))\\s*\\(?\\s*X`,
      reads,
    ],
  ],
};

const languages: readonly [RegExp, UsesOfLanguage][] = [
  [/^(shell|(ba|da|z|k)?sh)$/i, shell],
  [/^perl$/i, perl],
  [/^(node(\.js)?|bun|deno)$/i, node],
  [/^ruby$/i, ruby],
];
