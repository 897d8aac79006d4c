import { assigned, namesOf, reads, readsFolder, type UsesOfLanguage, writes, writesFolder } from "./language";

/** A call that gives its argument on: path.resolve(…), File.expand_path(…). */
const nodeWrapped = `(?:path\\.\\w+\\s*\\(\\s*(?:process\\.cwd\\(\\)\\s*,\\s*)?)?X`;

export const nodeUses: UsesOfLanguage = {
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
