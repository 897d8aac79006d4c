/** A line of a Dockerfile: `COPY --from=build /app /app` has the options, the words and, for RUN, the text as it is. */
export interface Instruction {
  name: string;
  options: Record<string, string>;
  words: string[];
  text: string;
}

/** What `FROM image AS name` begins. */
export interface Stage {
  image: string;
  name: string;
  instructions: Instruction[];
}

/** What a container is started with. */
export interface ImageConfig {
  env: Record<string, string>;
  workdir: string;
  user: string;
  command: string[];
}

/** The stages of a Dockerfile. @throws an error for an instruction before the first FROM */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const line of joinLines(text)) {
    const instruction = parseInstruction(line);
    const stage = stages.at(-1);
    if (instruction.name === "FROM") {
      const [image = "", , name = ""] = instruction.words;
      stages.push({ image, name, instructions: [] });
    } else if (stage) stage.instructions.push(instruction);
    else throw new Error(`${instruction.name} comes before FROM.`);
  }
  return stages;
}

/** Instructions without comments, each as one line. */
function joinLines(text: string): string[] {
  const lines = text.split("\n").filter((line) => !/^\s*#/.test(line));
  return lines
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
}

function parseInstruction(line: string): Instruction {
  const [, name = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
  const [, flags = "", text = ""] = /^((?:--\S+\s+)*)(.*)$/.exec(rest) ?? [];
  const options = Object.fromEntries(
    [...flags.matchAll(/--([\w-]+)=(\S+)/g)].map(([, option, value]) => [option, value ?? ""]),
  );
  const words = text.startsWith("[") ? (JSON.parse(text) as string[]) : text.split(/\s+/); // Exec form is JSON.
  return { name: name.toUpperCase(), options, words, text };
}

/** The settings of a stage's containers. */
export function configOf(stage: Stage): ImageConfig {
  const last = (name: string) => stage.instructions.findLast((each) => each.name === name)?.words ?? [];
  const pairs = stage.instructions.filter(({ name }) => name === "ENV").flatMap(({ words }) => words);
  return {
    env: Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)])),
    workdir: last("WORKDIR")[0] ?? "/",
    user: last("USER")[0] ?? "root",
    command: [...last("ENTRYPOINT"), ...last("CMD")],
  };
}
