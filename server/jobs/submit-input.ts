import { buildArgv } from "@/command-line/build";
import { ArgumentsError } from "@/command-line/errors";
import { type InputError, inputErrors } from "@/command-line/input-errors";
import { mapInputFiles } from "@/command-line/inputs";
import { readJsonInput } from "@/command-line/json-input";
import { joinCommandLine } from "@/command-line/shell";
import type { ScriptSpec } from "@/command-line/spec";
import type { CommandValues } from "@/command-line/values";
import type { Visibility } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError, invalidInput } from "@/server/errors";
import type { UploadedFile } from "@/server/files/upload";
import { t } from "@/server/language/text";
import type { RunnableVersion } from "@/server/scripts/queries";
import { readTags } from "@/server/scripts/tag-names";
import { toVersionSelector } from "@/server/scripts/version-string";
import { removeUsedUploads } from "@/server/uploads/use";
import { toArguments } from "./command-line";
import { findInputFiles } from "./input-files";
import { hashRequest } from "./request-hash";
import { withoutSecrets } from "./secrets";
import {
  checkTexts,
  findByKey,
  getVersionToRun,
  prepareValues,
  type SubmittedJob,
  submitRun,
  withUploads,
} from "./submit";

/** A job as programs submit it. */
export interface InputSubmission {
  /** The values of the parameters as JSON, by the script's schema (command-line/json-schema.ts). */
  input: unknown;
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
    const { texts, values, files } = read;
    const job = await byPointer(runnable, submission.input, () =>
      submitRun(actor, runnable, {
        ...texts,
        ...keyed,
        tags: submission.tags ?? [],
        values,
        uploads: files.uploads,
        linkedFiles: files.jobFileIds,
        visibility: runnable.isTest ? "private" : (submission.visibility ?? "link"),
      }),
    );
    await removeUsedUploads(actor, files.uploadIds);
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
      return await byPointer(runnable, submission.input, () => describeRun(actor, runnable, read));
    } catch (error) {
      if (error instanceof AppError && error.code === "invalid") return invalid(byPosition(error));
      throw error;
    }
  });
}

/** What was read of a submission. With errors, it is incomplete. */
interface ReadSubmission {
  texts: { name: string; description: string };
  values: CommandValues;
  files: Awaited<ReturnType<typeof findInputFiles>>;
  errors: CheckedInput["errors"];
  /** Whether all errors are about things that are not there, or that the actor may not see. */
  isNotFound: boolean;
}

/** Where the input is in the request. */
const BASE = "/input";

async function readSubmission(
  actor: Actor,
  { script, version }: RunnableVersion,
  { input, name, description, tags = [], uploads = [] }: InputSubmission,
): Promise<ReadSubmission> {
  // An empty name counts as none, so only the length can be wrong, which the transport's schema has checked.
  const texts = checkTexts({ name: name?.trim() || script.name, description });
  const files = await findInputFiles(actor, input, { parts: uploads, base: BASE });
  const { values, errors } = readJsonInput(version.spec, files.input, { readFile: files.readFile, base: BASE });
  const invalid = [...errors, ...tagErrors(tags)];
  const isNotFound = invalid.length === 0 && files.isNotFound;
  return { texts, values, files, errors: [...invalid, ...files.errors], isNotFound };
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

/** Runs an action whose errors name parameters by their paths, and names them by pointers. */
async function byPointer<Result>(
  { version }: RunnableVersion,
  input: unknown,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid" && !error.fields.__all__)
      error.details ??= inputErrors(version.spec, error.fields, { input, base: BASE });
    throw error;
  }
}

/** The arguments that would run, with input files by their names. @throws invalid by the paths of parameters */
async function describeRun(
  actor: Actor,
  { version }: RunnableVersion,
  { values: given, files }: ReadSubmission,
): Promise<CheckedInput> {
  const { spec, filename } = version;
  const sent = { values: given, uploads: files.uploads, linkedFiles: files.jobFileIds };
  const { values, inputs } = await prepareValues(actor, spec, sent);
  const named = mapInputFiles(spec, values, (reference) => inputs.get(reference)?.filename ?? reference);
  const argv = toArguments({ spec, values: named, argv: buildOrRefuse(spec, named) }, []);
  return { valid: true, argv, command: joinCommandLine([filename, ...argv]), errors: [] };
}

function buildOrRefuse(spec: ScriptSpec, values: CommandValues): string[] {
  try {
    return buildArgv(spec, values).argv;
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    throw new AppError("invalid", error.message, withoutSecrets(spec, values, error.fields));
  }
}
