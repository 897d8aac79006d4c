import type { Parameter } from "@/command-line/spec";
import { assigned, namesOf, reads, readsFolder, type UsesOfLanguage, writes, writesFolder } from "./language";

const argv = `\\$(?:argv|_SERVER\\[["']argv["']\\])`;

export const phpUses: UsesOfLanguage = {
  expressions: (param, index, source) => {
    const values = valuesOf(param, index);
    const loops = param.nargs === "*" ? [`\\bforeach\\s*\\(\\s*[^\\n]{0,60}${argv}[^\\n]{0,40}\\bas\\s+\\$(\\w+)`] : [];
    const variables = assigned(source, ...values.map((value) => `\\$(\\w+)\\s*=\\s*${value}`), ...loops);
    return [...values, ...variables.map((variable) => `\\$${variable}\\b(?![\\[(-])`)];
  },
  patterns: [
    [`\\b(?:file_exists|is_file|is_readable|filesize|filemtime)\\s*\\(\\s*X`, reads],
    [`\\b(?:is_dir|scandir|opendir|chdir|DirectoryIterator)\\s*\\(\\s*X`, readsFolder],
    [`\\b(?:file_put_contents|touch)\\s*\\(\\s*X|\\b(?:gz)?f?open\\s*\\(\\s*X\\s*,\\s*["'][waxc]`, writes],
    [`\\bmkdir\\s*\\(\\s*X`, writesFolder],
    [
      `\\b(?:file_get_contents|file|readfile|parse_ini_file|simplexml_load_file|hash_file|md5_file|SplFileObject)\\s*\\(\\s*X|\\b(?:gz)?f?open\\s*\\(\\s*X\\s*,\\s*["']r|\\b(?:require|include)(?:_once)?\\s*\\(?\\s*X`,
      reads,
    ],
  ],
};

/** `$argv[1]`; `$options['input']`, also where it falls back: `$options['i'] ?? $options['input']`. */
function valuesOf(param: Parameter, index: number): string[] {
  if (param.kind === "positional") return param.nargs === "*" ? [] : [`${argv}\\[${index + 1}\\]`];
  return namesOf(param).map((name) => `(?:\\$\\w+\\[["']\\w+["']\\]\\s*\\?\\?\\s*)?\\$\\w+\\[["']${name}["']\\]`);
}
