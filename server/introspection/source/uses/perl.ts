import { assigned, namesOf, reads, readsFolder, type UsesOfLanguage, writes, writesFolder } from "./language";

export const perlUses: UsesOfLanguage = {
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
