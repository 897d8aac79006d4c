import fs from "node:fs";
import path from "node:path";
import { StartError } from "@/server/errors";
import { projectRoot } from "@/server/root";
import { traceModules } from "./trace-modules";

/** What the product reads at run time besides its modules. */
const parts = (root: string) => [
  ...["package.json", "LICENSE", "public", "examples", "db/migrations"],
  ...["bin/launch.cjs", "bin/build/bundle.mjs", "dist", ".next"],
  ...["server/introspection/describe", "server/sandbox/launcher", "server/sandbox/probe.py"],
  ...fs
    .readdirSync(path.join(root, "server", "runner"))
    .filter((name) => name.endsWith(".py"))
    .map((name) => `server/runner/${name}`),
];

/** What only builds, tests and debuggers read in them. */
const isLeftOut = (file: string) =>
  /\.(map|nft\.json)$|\/__pycache__$|\.test\.\w+$|^dist\/(development|package|build\.js|dev\.js|package\.js)$/.test(
    file,
  ) || /^\.next\/(cache|dev|types|diagnostics|build|trace(-build)?)$/.test(file);

/**
 * Writes the built product into `folder`: what it reads at run time, and nothing that builds it. A package starts with
 * `node bin/launch.cjs start` on this kind of machine, and writes to its data folder alone.
 * @throws StartError when there are other files in the folder
 */
export async function writePackage(folder: string): Promise<void> {
  const root = projectRoot();
  clearFolder(folder);
  for (const part of parts(root)) {
    fs.cpSync(path.join(root, part), path.join(folder, part), {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
      filter: (source) => !isLeftOut(path.relative(root, source)),
    });
  }
  for (const file of await traceModules(root)) copyModule(path.join(root, file), path.join(folder, file));
}

/** Empties the folder of an earlier package. */
function clearFolder(folder: string): void {
  const isPackage = fs.existsSync(path.join(folder, "bin", "launch.cjs"));
  const isProject = fs.existsSync(path.join(folder, "bin", "programs"));
  const isFree = !fs.existsSync(folder) || fs.readdirSync(folder).length === 0;
  if (!isFree && (isProject || !isPackage))
    throw new StartError(`${folder} contains other files: choose a folder that is empty or does not exist.`);
  fs.rmSync(folder, { recursive: true, force: true });
}

function copyModule(source: string, target: string): void {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const options = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true };
  if (!fs.existsSync(target)) fs.cpSync(source, target, options);
}
