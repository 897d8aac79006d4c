import fs from "node:fs";
import path from "node:path";
import type { DescribeReport, ScriptSpec } from "@/command-line/spec";
import { systemActor } from "@/server/auth/actor";
import { env, rawEnvironment } from "@/server/env";
import { AppError, StartError } from "@/server/errors";
import { discardContents } from "@/server/files/content";
import { describeScript } from "@/server/introspection/describe";
import { toDoctorReport, toReportText } from "@/server/introspection/doctor";
import { englishOf } from "@/server/language/message";
import { findPython } from "@/server/sandbox/level";
import { addScript, toFormFileReport } from "@/server/scripts/add";
import { versionLabel } from "@/server/scripts/version-string";
import type { StoredContent } from "@/server/storage/content-store";
import { storeUpload } from "@/server/storage/virus-scan";
import { describeHere } from "./describe-here";
import { withDatabase } from "./with-database";

interface AddOptions {
  group?: string;
  name?: string;
  ignoreBadImports?: true;
}

/** `wooey script add`: a wrong path adds nothing; a file that cannot be read as a script does not stop the others. */
export async function addScripts(paths: string[], options: AddOptions): Promise<void> {
  const files = paths.flatMap(filesAt);
  if (files.length === 0) throw new StartError("There are no .py files in that folder.");
  if (options.name !== undefined && files.length > 1)
    throw new StartError(`--name works with one script, but ${files.length} were given.`);
  await withDatabase(async () => {
    for (const file of files) await addFile(file, options);
  });
}

/** `wooey script describe`: prints the spec as JSON or, with --report, the report of the script doctor. */
export async function describe(given: string, options: { ignoreBadImports?: true; report?: true }): Promise<void> {
  if (!options.report) {
    console.log(JSON.stringify(await readSpec(given, options), null, 2));
    return;
  }
  const report = await describeFile(oneScript(given), options);
  console.log(toReportText(toDoctorReport(report)));
  if (!report.spec) process.exitCode = 1;
}

/** What the form of the script at this path is made of. @throws StartError when it cannot be read */
export async function readSpec(given: string, options: { ignoreBadImports?: true }): Promise<ScriptSpec> {
  const report = await describeFile(oneScript(given), options);
  if (report.spec) return report.spec;
  throw new StartError(report.error ? `${given}: ${sentenceOf(report.error)}` : `${given} could not be read.`);
}

function oneScript(given: string): string {
  const file = existing(given);
  if (fs.statSync(file).isDirectory()) throw new StartError(`${given} is a folder. Specify one script.`);
  return file;
}

async function describeFile(file: string, options: { ignoreBadImports?: true }): Promise<DescribeReport> {
  const formFile = formFileOf(file);
  const filename = path.basename(file);
  if (formFile !== undefined) return toFormFileReport(formFile, filename);
  return describeScript({
    file,
    filename,
    python: (await findPython()).path,
    ignoreBadImports: options.ignoreBadImports ?? false,
  });
}

async function addFile(file: string, options: AddOptions): Promise<void> {
  const formFile = formFileOf(file);
  let content: StoredContent | undefined;
  try {
    content = await storeUpload(fs.createReadStream(file), env().WOOEY_LIMIT_SCRIPT, path.basename(file));
    const added = await addScript(systemActor, {
      name: options.name ?? path.parse(file).name,
      filename: path.basename(file),
      content,
      group: options.group ?? "",
      ...(options.ignoreBadImports ? { details: { ignoreBadImports: true } } : {}),
      describe: describeHere,
      ...(formFile === undefined ? {} : { formFile }),
    });
    console.log(`${file}: added as ${versionLabel(added)} of /scripts/${added.slug}/`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "conflict") return console.log(`${file}: this version already exists`);
    console.error(`${file}: ${error.message.replace(/^ParserError: /, "")}`);
    process.exitCode = 1;
  } finally {
    if (content) await discardContents([content]); // A file that became a version is kept.
  }
}

/**
 * The scripts at a path. In a folder these are its .py files but `__init__.py` (Wooey 0.14, `addscript`), and every file
 * with a form file next to it; folders in it are not entered. Form files themselves are not scripts.
 */
function filesAt(given: string): string[] {
  const found = existing(given);
  if (!fs.statSync(found).isDirectory()) return found.endsWith(FORM_FILE) ? [] : [found];
  return fs
    .readdirSync(found)
    .filter((name) => !name.endsWith(FORM_FILE) && !name.includes("__init__"))
    .filter((name) => name.endsWith(".py") || formFileOf(path.join(found, name)) !== undefined)
    .sort()
    .map((name) => path.join(found, name));
}

const FORM_FILE = ".form.yaml";

/** The text of the form file next to a script: `foo.sh.form.yaml`, else `foo.form.yaml`. */
function formFileOf(file: string): string | undefined {
  const { dir, name, base } = path.parse(file);
  const candidates = [base, name].map((stem) => path.join(dir, stem + FORM_FILE));
  const found = candidates.find((candidate) => fs.existsSync(candidate));
  return found === undefined ? undefined : fs.readFileSync(found, "utf8");
}

/** The path as given, or relative to the folder in which npm was called: npm changes to the project's folder. */
function existing(given: string): string {
  const candidates = [given, path.resolve(rawEnvironment().INIT_CWD ?? ".", given)];
  const found = candidates.find((candidate) => fs.existsSync(candidate));
  if (found === undefined) throw new StartError(`${given} does not exist.`);
  return found;
}

function sentenceOf({ message, values, fix }: NonNullable<DescribeReport["error"]>): string {
  const sentences = [message, fix].filter((text) => text !== undefined);
  return sentences.map((text) => englishOf({ text, values })).join(" ");
}
