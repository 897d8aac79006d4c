import { assigned, namesOf, reads, readsFolder, type UsesOfLanguage, writes, writesFolder } from "./language";

export const rubyUses: UsesOfLanguage = {
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
