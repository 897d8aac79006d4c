import fs from "node:fs";
import path from "node:path";
import { systemActor } from "@/server/auth/actor";
import { env, rawEnvironment } from "@/server/env";
import { AppError, StartError } from "@/server/errors";
import { discardContents } from "@/server/files/content";
import { describeScript } from "@/server/introspection/describe";
import { findPython } from "@/server/sandbox/level";
import { addScript } from "@/server/scripts/add";
import { versionLabel } from "@/server/scripts/version-string";
import { storeStream } from "@/server/storage/store";
import { describeHere } from "./describe-here";
import { withDatabase } from "./with-database";

interface AddOptions {
  group?: string;
  name?: string;
  ignoreBadImports?: true;
}

/** `wooey script add`: nothing is added when a path is wrong; a file that cannot be read as a script stops no other. */
export async function addScripts(paths: string[], options: AddOptions): Promise<void> {
  const files = paths.flatMap(filesAt);
  if (files.length === 0) throw new StartError("There is no .py file in that folder.");
  if (options.name !== undefined && files.length > 1)
    throw new StartError(`--name is for one script, and these are ${files.length}.`);
  await withDatabase(async () => {
    for (const file of files) await addFile(file, options);
  });
}

/** `wooey script describe` */
export async function describe(given: string, options: { ignoreBadImports?: true }): Promise<void> {
  const file = existing(given);
  if (fs.statSync(file).isDirectory()) throw new StartError(`${given} is a folder: name one script.`);
  const { spec, error } = await describeScript({
    file,
    filename: path.basename(file),
    python: (await findPython()).path,
    ignoreBadImports: options.ignoreBadImports ?? false,
  });
  if (!spec) throw new StartError(error ? `${given}: ${sentenceOf(error)}` : `${given} could not be read.`);
  console.log(JSON.stringify(spec, null, 2));
}

async function addFile(file: string, options: AddOptions): Promise<void> {
  const content = await storeStream(fs.createReadStream(file), env().WOOEY_LIMIT_SCRIPT);
  try {
    const added = await addScript(systemActor, {
      name: options.name ?? path.parse(file).name,
      filename: path.basename(file),
      content,
      group: options.group ?? "",
      ...(options.ignoreBadImports ? { details: { ignoreBadImports: true } } : {}),
      describe: describeHere,
    });
    console.log(`${file}: added as ${versionLabel(added)} of /scripts/${added.slug}/`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "conflict") return console.log(`${file}: this version is there already`);
    console.error(`${file}: ${error.message.replace(/^ParserError: /, "")}`);
    process.exitCode = 1;
  } finally {
    await discardContents([content]); // what became a version stays
  }
}

/** Of a folder every .py but packages' own files, and not those of folders in it (Wooey 0.14, `addscript`). */
function filesAt(given: string): string[] {
  const found = existing(given);
  if (!fs.statSync(found).isDirectory()) return [found];
  return fs
    .readdirSync(found)
    .filter((name) => name.endsWith(".py") && !name.includes("__init__"))
    .sort()
    .map((name) => path.join(found, name));
}

/** The path as given, or below the folder that npm was called in: npm itself changes to the project's. */
function existing(given: string): string {
  const candidates = [given, path.resolve(rawEnvironment().INIT_CWD ?? ".", given)];
  const found = candidates.find((candidate) => fs.existsSync(candidate));
  if (found === undefined) throw new StartError(`${given} does not exist.`);
  return found;
}

function sentenceOf(error: { message: string; line?: number; fix?: string }): string {
  return [error.message, error.fix].filter(Boolean).join(" ");
}
