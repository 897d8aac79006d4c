import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "@/server/root";
import { baseSystem } from "./base-system";
import { readContext } from "./context";
import { configOf, type ImageConfig, type Instruction, parseDockerfile } from "./dockerfile";
import { execute } from "./execute";
import { inSystem } from "./in-system";

export interface BuiltImage {
  /** The folder with the image's files. */
  root: string;
  config: ImageConfig;
}

const IGNORED = ["ENV", "WORKDIR", "USER", "VOLUME", "EXPOSE", "ENTRYPOINT", "CMD", "HEALTHCHECK"];

/**
 * Does what the Dockerfile says, without Docker and without images: each stage begins with a copy of a Debian system, and
 * its steps run in it. `folder` gets one folder for each stage. Needs root, bubblewrap and debootstrap.
 */
export async function buildImage(folder: string, log: (line: string) => void): Promise<BuiltImage> {
  const stages = parseDockerfile(fs.readFileSync(path.join(projectRoot(), "Dockerfile"), "utf8"));
  const roots = new Map<string, string>();
  let image: BuiltImage | null = null;
  for (const [index, stage] of stages.entries()) {
    const root = path.join(folder, stage.name || String(index));
    await copy(await baseSystem(stage.image, log), root);
    roots.set(stage.name, root);
    const config = configOf(stage);
    for (const instruction of stage.instructions) {
      log(`${instruction.name} ${instruction.text}`);
      await carryOut(instruction, { root, roots, workdir: config.workdir });
    }
    image = { root, config };
  }
  if (!image) throw new Error("The Dockerfile has no stage.");
  return image;
}

interface Layout {
  root: string;
  roots: Map<string, string>;
  /** Where steps run: the stages have one working directory each. */
  workdir: string;
}

async function carryOut(instruction: Instruction, layout: Layout): Promise<void> {
  if (instruction.name === "RUN") return runStep(instruction.text, layout);
  if (instruction.name === "COPY") return copyInto(instruction, layout);
  if (!IGNORED.includes(instruction.name)) throw new Error(`The test does not know ${instruction.name}.`);
}

async function runStep(text: string, { root, workdir }: Layout): Promise<void> {
  fs.mkdirSync(path.join(root, workdir), { recursive: true });
  const [program, ...words] = inSystem(root, { workdir, isWritable: true, command: ["/bin/sh", "-c", text] });
  await execute(program, words);
}

async function copyInto({ options, words }: Instruction, { root, roots, workdir }: Layout): Promise<void> {
  const target = words.at(-1) ?? "";
  const isFolder = target.endsWith("/") || words.length > 2;
  const at = path.join(root, path.resolve("/", workdir, target));
  for (const word of words.slice(0, -1)) {
    if (options.from === undefined) copyContext(word, { at, isFolder });
    else await copy(path.join(roots.get(options.from) ?? "", word), isFolder ? path.join(at, path.basename(word)) : at);
  }
}

/** Copies a file or a folder's content from the project, without what .dockerignore lists. */
function copyContext(word: string, { at, isFolder }: { at: string; isFolder: boolean }): void {
  const source = path.normalize(word);
  for (const file of readContext(projectRoot())) {
    const inside = path.relative(source, file);
    if (inside.startsWith("..")) continue;
    const target = inside === "" && isFolder ? path.join(at, path.basename(file)) : path.join(at, inside);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.cpSync(path.join(projectRoot(), file), target, { preserveTimestamps: true, verbatimSymlinks: true });
  }
}

async function copy(source: string, target: string): Promise<void> {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  await execute("cp", ["-aT", "--reflink=auto", source, target]);
}
