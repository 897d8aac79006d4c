import type { Parameter } from "@/command-line/spec";
import { assigned, namesOf, reads, readsFolder, type UsesOfLanguage, writes, writesFolder } from "./language";

const name = "(?<![\\w.$@])([\\w.]{1,80})\\s*(?:<-|=)\\s*";
/** Functions that pass a path on, and the name of the argument that takes it. */
const file = `(?:(?:file(?:name)?|path|con|input|description)\\s*=\\s*)?(?:(?:normalizePath|path\\.expand|file|gzfile)\\s*\\(\\s*)?X`;

export const rUses: UsesOfLanguage = {
  expressions: (param, index, source) => {
    const values = valuesOf(param, index, source);
    const isList = param.nargs === "*" || param.nargs === "+";
    const names = [
      ...assigned(source, ...values.map((value) => `${name}${value}`)),
      ...assigned(source, ...(isList ? values : []).map((value) => `\\bfor\\s*\\(\\s*([\\w.]+)\\s+in\\s+${value}`)),
    ];
    return [...values, ...names.map((each) => `(?<![\\w.$@])${each.replaceAll(".", "\\.")}(?![\\w.$(\\[])`)];
  },
  patterns: [
    [`\\bfile\\.(?:exists|size|info|access)\\s*\\(\\s*${file}`, reads],
    [`\\b(?:dir\\.exists|list\\.files|list\\.dirs|setwd|dir)\\s*\\(\\s*${file}`, readsFolder],
    [`\\b(?:write[._]\\w+|write|saveRDS|fwrite|writeLines|ggsave)\\s*\\([^\\n]{0,200},\\s*${file}`, writes],
    [`\\b(?:pdf|png|jpeg|svg|tiff|bmp|ggsave|sink)\\s*\\(\\s*${file}`, writes],
    [`\\b(?:cat|save|dump|capture\\.output)\\s*\\([^\\n]{0,200}\\bfile\\s*=\\s*X`, writes],
    [`\\bg?z?file\\s*\\(\\s*X\\s*,\\s*(?:open\\s*=\\s*)?["'][wa]`, writes],
    [`\\bdir\\.create\\s*\\(\\s*${file}`, writesFolder],
    [
      `\\b(?:read(?:[._]\\w+|[A-Z]\\w+)|fread|vroom|scan|load|source|fromJSON|yaml\\.load_file|Read10X_h5|h5read|import)\\s*\\(\\s*${file}(?!\\s*,\\s*(?:open\\s*=\\s*)?["'][wa])`,
      reads,
    ],
    [`\\bg?z?file\\s*\\(\\s*X\\s*,\\s*(?:open\\s*=\\s*)?["']r`, reads],
  ],
};

/** `args[1]`; `opt$input`, `opt[["input"]]`, `args$options$input`. */
function valuesOf(param: Parameter, index: number, source: string): string[] {
  if (param.kind === "positional") {
    const variables = assigned(source, `${name}commandArgs\\s*\\(`).map((each) => each.replaceAll(".", "\\."));
    if (param.nargs === "*") return variables.map((variable) => `${variable}(?![\\w.$(\\[])`);
    if (variables.length > 0) return variables.map((variable) => `\\b${variable}\\[\\[?${index + 1}\\]?\\]`);
  }
  return namesOf(param).flatMap((each) => [
    `(?<![\\w.])[\\w.$]{1,80}\\$${each}\\b(?![\\w.$(\\[])`,
    `(?<![\\w.])[\\w.$]{1,80}\\[\\[["']${each}["']\\]\\]`,
  ]);
}
