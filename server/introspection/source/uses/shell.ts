import { assigned, namesOf, reads, readsFolder, type UsesOfLanguage, writes, writesFolder } from "./language";

const argument = `[^\\n|;&<>#]{0,200}?`;

export const shellUses: UsesOfLanguage = {
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
