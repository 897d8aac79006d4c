import { buildArgv } from "@/command-line/build";
import { ArgumentsError } from "@/command-line/errors";
import { type InputError, inputErrors } from "@/command-line/input-errors";
import { mapInputFiles } from "@/command-line/inputs";
import { readJsonInput } from "@/command-line/json-input";
import type { ScriptSpec } from "@/command-line/spec";
import { STANDARD_INPUT } from "@/command-line/standard-input";
import type { TypedWord } from "@/command-line/typed-words";
import type { CommandValues } from "@/command-line/values";
import type { Visibility } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError, invalidInput } from "@/server/errors";
import type { UploadedFile } from "@/server/files/upload";
import { t } from "@/server/language/text";
import { readTags } from "@/server/scripts/tag-names";
import { toVersionSelector } from "@/server/scripts/version-string";
import type { RunnableVersion } from "@/server/scripts/version-to-run";
import { removeUsedUploads } from "@/server/uploads/use";
import { toArguments, toCommandLine } from "./command-line";
import { findInputFiles, toFileInput } from "./input-files";
import { uploadReference } from "./inputs";
import { argumentErrors, readArgumentValues } from "./read-arguments";
import { hashRequest } from "./request-hash";
import { withoutSecrets } from "./secrets";
import { storeStdin } from "./standard-input";
import { argvAsTyped } from "./stored-command";
import {
  checkTexts,
  findByKey,
  getVersionToRun,
  prepareValues,
  type Submission,
  type SubmittedJob,
  submitRun,
  withUploads,
} from "./submit";

/** A job as programs submit it. */
export interface InputSubmission {
  /** The values of the parameters as JSON, by the script's schema (command-line/json-schema.ts). */
  input: unknown;
  /** The script's own arguments, in place of `input`. A file has the name of its part. */
  args?: readonly string[] | undefined;
  /** Files that the arguments name and that are no parts of the request, by their names. */
  files?: Record<string, unknown> | undefined;
  /** What the script gets at its standard input: a text, or a file as the input has it, such as `{ "$upload": id }`. */
  stdin?: unknown;
  /** The script's name unless given. */
  name?: string | undefined;
  description?: string | undefined;
  /** Such as `v1.2`, or the version of the script alone; the default version unless given. */
  version?: string | undefined;
  visibility?: Visibility | undefined;
  tags?: readonly string[] | undefined;
  /** Requests of the same user with the same key create one job. */
  idempotencyKey?: string | undefined;
  /** The files of the request, which the input names as `{ "$file": field }`. */
  uploads?: UploadedFile[] | undefined;
}

/**
 * Submits a script with values as JSON. Uploads that end up unused are removed, and earlier uploads that the job has taken
 * over. A test by staff of a disabled version or of a script for others becomes a private job.
 * @throws not_found (also for a script that the actor may not run, and with details for a file of a hidden job), invalid
 * with details by pointers into the request, conflict, limit (too many jobs wait)
 */
export async function submitInput(actor: Actor, slug: string, submission: InputSubmission): Promise<SubmittedJob> {
  const { uploads = [], idempotencyKey, ...request } = submission;
  return withUploads(uploads, async () => {
    const keyed = idempotencyKey ? { idempotencyKey, requestHash: hashRequest({ ...request, slug }, uploads) } : {};
    const earlier = await findByKey(actor, keyed);
    if (earlier) return earlier;
    const runnable = await getRunnable(actor, slug, submission.version);
    const read = await readSubmission(actor, runnable, submission);
    if (read.errors.length > 0) throw refusal(read);
    const job = await withStdin(submission, read, (sent) =>
      submitRun(actor, runnable, {
        ...read.texts,
        ...keyed,
        ...sent,
        tags: submission.tags ?? [],
        visibility: runnable.isTest ? "private" : (submission.visibility ?? "link"),
      }),
    );
    await removeUsedUploads(actor, read.files.uploadIds);
    return job;
  });
}

/** What would run, with secrets masked, or why nothing would. */
export interface CheckedInput {
  valid: boolean;
  argv: string[] | null;
  command: string | null;
  errors: InputError[];
}

/**
 * Checks a submission as `submitInput` does, but runs and stores nothing.
 * @throws not_found for the script, and invalid for its version
 */
export async function checkInput(actor: Actor, slug: string, submission: InputSubmission): Promise<CheckedInput> {
  return withUploads(submission.uploads ?? [], async () => {
    const runnable = await getRunnable(actor, slug, submission.version);
    const read = await readSubmission(actor, runnable, submission);
    if (read.errors.length > 0) return invalid(read.errors);
    try {
      return await withStdin(submission, read, (sent) => describeRun(actor, runnable, sent));
    } catch (error) {
      if (error instanceof AppError && error.code === "invalid") return invalid(byPosition(error));
      throw error;
    }
  });
}

/** What was read of a submission. With errors, it is incomplete. */
interface ReadSubmission {
  spec: ScriptSpec;
  texts: { name: string; description: string };
  values: CommandValues;
  files: Awaited<ReturnType<typeof findInputFiles>>;
  /** The arguments, where they were sent in place of an input. */
  typed: TypedWord[] | undefined;
  errors: CheckedInput["errors"];
  /** Whether all errors are about things that are not there, or that the actor may not see. */
  isNotFound: boolean;
}

/** Where the input is in the request. */
const BASE = "/input";
const STDIN_POINTER = "/stdin";

async function readSubmission(
  actor: Actor,
  { script, version }: RunnableVersion,
  submission: InputSubmission,
): Promise<ReadSubmission> {
  const { name, description, tags = [] } = submission;
  // An empty name counts as none, so only the length can be wrong, which the transport's schema has checked.
  const texts = checkTexts({ name: name?.trim() || script.name, description });
  const { values, errors, files, typed } = await readValues(actor, version.spec, submission);
  const invalid = [...errors, ...tagErrors(tags)];
  const isNotFound = invalid.length === 0 && files.isNotFound;
  return { spec: version.spec, texts, values, files, typed, errors: [...invalid, ...files.errors], isNotFound };
}

async function readValues(
  actor: Actor,
  spec: ScriptSpec,
  { input, args, files: otherFiles, stdin, uploads = [] }: InputSubmission,
) {
  if (args) return readArgumentValues(actor, spec, { args, otherFiles, stdin, uploads });
  const files = await findInputFiles(actor, { input, stdin }, uploads);
  const read = readJsonInput(spec, files.given.input, { readFile: files.readFile, base: BASE });
  return { ...read, files, typed: undefined };
}

function tagErrors(tags: readonly string[]): InputError[] {
  try {
    readTags(tags);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ pointer: "/tags", detail: error.message, given: tags }];
  }
}

function refusal({ errors, isNotFound }: ReadSubmission): AppError {
  const error = invalidInput(errors[0]?.detail ?? "", errors);
  if (!isNotFound) return error;
  const notFound = new AppError("not_found", error.message);
  notFound.details = errors;
  return notFound;
}

function byPosition({ details = [] }: AppError): InputError[] {
  return details.map((each) => ({ pointer: BASE, ...each }));
}

const invalid = (errors: CheckedInput["errors"]): CheckedInput => ({ valid: false, argv: null, command: null, errors });

/** The version to run. A script that the actor may not run looks like one that is not there. @throws not_found, invalid */
async function getRunnable(actor: Actor, slug: string, label: string | undefined): Promise<RunnableVersion> {
  try {
    const choice = { slug, ...(label === undefined ? {} : toVersionSelector(label)) };
    return await getVersionToRun(actor, choice, { staffMayTest: true });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "invalid")
      throw invalidInput(error.message, [{ pointer: "/version", detail: error.message, given: label }]);
    throw new AppError("not_found", t("Unable to find script."));
  }
}

/** What a submission sends to the script. */
type Sent = Pick<Submission, "values" | "uploads" | "linkedFiles" | "stdin" | "typed">;

/**
 * Stores a text for the script's standard input, and acts on what is sent. Errors name parameters by pointers. The text is
 * removed unless a job refers to it.
 */
async function withStdin<Result>(
  { input, args, stdin }: InputSubmission,
  { spec, values, files, typed }: ReadSubmission,
  act: (sent: Sent) => Promise<Result>,
): Promise<Result> {
  const text = typeof stdin === "string" ? await storeStdin(stdin) : null;
  const file = toFileInput(stdin);
  const reference = text ? uploadReference(files.uploads.length) : file && files.readFile(file, STDIN_POINTER);
  const uploads = text ? [...files.uploads, text] : files.uploads;
  return withUploads(text ? [text] : [], async () => {
    try {
      return await act({ values, uploads, linkedFiles: files.jobFileIds, stdin: reference ?? undefined, typed });
    } catch (error) {
      if (error instanceof AppError && error.code === "invalid" && !error.fields.__all__)
        error.details ??= args ? argumentErrors(error.fields) : positionsOf(spec, error, input);
      throw error;
    }
  });
}

function positionsOf(spec: ScriptSpec, { fields }: AppError, input: unknown): InputError[] {
  const { [STANDARD_INPUT]: aboutStdin = [], ...others } = fields;
  const ofStdin = aboutStdin.map((detail) => ({ pointer: STDIN_POINTER, detail }));
  return [...inputErrors(spec, others, { input, base: BASE }), ...ofStdin];
}

/** The arguments that would run, with input files by their names. @throws invalid by the paths of parameters */
async function describeRun(actor: Actor, { version }: RunnableVersion, sent: Sent): Promise<CheckedInput> {
  const { filename } = version;
  const { spec, values, inputs, stdin } = await prepareValues(actor, version.spec, sent);
  const nameOf = (reference: string) => inputs.get(reference)?.filename ?? reference;
  const withFilenames = mapInputFiles(spec, values, nameOf);
  const asTyped = argvAsTyped(spec, { words: sent.typed, values: withFilenames }, nameOf);
  const job = {
    spec,
    values: withFilenames,
    argv: asTyped ?? buildOrRefuse(spec, withFilenames),
    filename,
    stdin: stdin?.filename ?? null,
  };
  return { valid: true, argv: toArguments(job, []), command: toCommandLine(job, []), errors: [] };
}

function buildOrRefuse(spec: ScriptSpec, values: CommandValues): string[] {
  try {
    return buildArgv(spec, values).argv;
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    throw new AppError("invalid", error.message, withoutSecrets(spec, values, error.fields));
  }
}
