import { and, eq, sql } from "drizzle-orm";
import { withInitialValues } from "@/command-line/initial-values";
import { mapInputFiles } from "@/command-line/inputs";
import { sameValues } from "@/command-line/normal";
import type { ScriptSpec } from "@/command-line/spec";
import { leaveCommandToScript, type TypedWord } from "@/command-line/typed-words";
import { checkValues } from "@/command-line/validate";
import type { CommandValues } from "@/command-line/values";
import { db } from "@/db/client";
import { jobs, type Visibility } from "@/db/schema/jobs";
import { type Actor, clientOf, userOf } from "@/server/auth/actor";
import { visitorNetworkHash } from "@/server/auth/visitor-network";
import { AppError, addFieldErrors, type FieldErrors, invalidField } from "@/server/errors";
import { discardContents } from "@/server/files/content";
import type { UploadedFile } from "@/server/files/upload";
import { t } from "@/server/language/text";
import { readTags } from "@/server/scripts/tag-names";
import { findVersionToRun, type RunnableVersion } from "@/server/scripts/version-to-run";
import { fileReference } from "./command-line";
import { commitJob } from "./commit";
import { findInputs, type JobInput, nextFileIds, withKind } from "./inputs";
import { secretPaths, withoutSecrets } from "./secrets";
import { inputMark, storedCommand } from "./stored-command";

/** The script to run: its default version, or the version of the selector. */
export type ScriptChoice = { slug: string; version?: string; iteration?: number } | { versionId: number };

export interface Submission {
  name: string;
  description?: string;
  /** Input files as `upload:<index>` of `uploads`, or `file:<id>` of a file of an earlier job. */
  values: CommandValues;
  uploads?: UploadedFile[];
  /** What the script gets at its standard input, as a reference like those of `values`. It gets nothing without it. */
  stdin?: string | undefined;
  visibility?: Visibility;
  /** Tags as people write them. */
  tags?: readonly string[];
  /** The arguments from which the values were read, with files as the values have them. */
  typed?: TypedWord[] | undefined;
  /** The arguments of an earlier job with these values; both contain sealed secrets. */
  sealedArgv?: string[];
  /** Errors of the request other than its values, by field. They are reported only if there are no other errors. */
  finalErrors?: FieldErrors;
  /** Requests of the same user with the same key create one job. Anonymous visitors have no keys. */
  idempotencyKey?: string;
  /** Identifies the request to which the key belongs (server/jobs/request-hash.ts). API v1 and forms have none. */
  requestHash?: string;
  /** Ids of files of earlier jobs that the actor opened by a permalink. */
  linkedFiles?: number[];
}

export interface SubmittedJob {
  id: number;
  uuid: string;
}

export const NAME_MAX = 1000;
export const DESCRIPTION_MAX = 20_000;

/**
 * Commits a job with its input files and sends its event. Uploads that end up unused are removed.
 * @throws invalid (messages by parameter, `script` or `tags`), forbidden, not_found, limit (too many jobs wait)
 */
export async function submitJob(actor: Actor, choice: ScriptChoice, submission: Submission): Promise<SubmittedJob> {
  return withUploads(submission.uploads ?? [], async () =>
    submitRun(actor, await getVersionToRun(actor, choice), submission),
  );
}

/** The version that a choice selects. @throws not_found (on `script`, with Wooey's text), forbidden, invalid */
export async function getVersionToRun(
  actor: Actor,
  choice: ScriptChoice,
  options?: { staffMayTest: boolean },
): Promise<RunnableVersion> {
  const found =
    "slug" in choice
      ? await findVersionToRun(actor, { slug: choice.slug }, { ...selectorOf(choice), ...options })
      : await findVersionToRun(actor, choice, options);
  if (!found) {
    const message = t("Unable to find script.");
    throw new AppError("not_found", message, { script: [message] });
  }
  return found;
}

/** Runs a submission and then removes the uploads without a reference: all of them if it throws. */
export async function withUploads<Result>(uploads: UploadedFile[], submit: () => Promise<Result>): Promise<Result> {
  try {
    return await submit();
  } finally {
    if (uploads.length > 0) await discardContents(uploads.map((upload) => upload.content));
  }
}

/** `submitJob` for a version whose permission was checked. The caller removes unused uploads. */
export async function submitRun(
  actor: Actor,
  { version }: RunnableVersion,
  submission: Submission,
): Promise<SubmittedJob> {
  const earlier = await findByKey(actor, submission);
  if (earlier) return earlier;
  const texts = checkTexts(submission);
  const tags = readTags(submission.tags ?? []);
  const { spec, values, inputs, stdin } = await prepareValues(actor, version.spec, submission);
  const inputFiles = [...inputs.values(), ...(stdin ? [stdin] : [])];
  const ids = await nextFileIds(inputFiles.length);
  const idOf = new Map([...inputs.keys()].map((reference, index) => [reference, ids[index] ?? 0]));
  const withReferences = (show: (id: number) => string) =>
    mapInputFiles(spec, values, (reference) => {
      const id = idOf.get(reference);
      return id === undefined ? reference : show(id);
    });
  const sealedArgv = submission.sealedArgv?.map((word) => renameInputs(word, idOf));
  const row = {
    ...texts,
    ownerId: userOf(actor)?.id ?? null,
    browserHash: actor.kind === "anonymous" ? actor.browserHash : null,
    networkHash: visitorNetworkHash(actor),
    versionId: version.id,
    visibility: submission.visibility ?? "link",
    ...storedCommand(spec, {
      sealedArgv,
      withReferences,
      typed: submission.typed?.map(({ text, file }) =>
        file === undefined ? { text } : { text, file: inputMark(idOf.get(file) ?? 0) },
      ),
    }),
    idempotencyKey: userOf(actor) ? submission.idempotencyKey || null : null,
    client: clientOf(actor),
    requestHash: submission.requestHash ?? null,
  };
  refuse(submission.finalErrors ?? {});
  const kept = await Promise.all(inputFiles.map(withKind));
  const numbered = kept.map((input, index): [number, JobInput] => [ids[index] ?? 0, input]);
  const made = (await commitJob(row, numbered, tags)) ?? (await findByKey(actor, submission));
  if (!made) throw new Error("A job was neither inserted nor there under its idempotency key.");
  return made;
}

/** @throws invalid if an idempotency key is too long to be stored */
export function requireIdempotencyKey(key: string | undefined): void {
  if (key !== undefined && key.length > 255)
    throw new AppError("invalid", t("The Idempotency-Key is longer than 255 characters."));
}

/** What of a submission an earlier job is found by. */
type KeyedRequest = Pick<Submission, "idempotencyKey" | "requestHash">;

/**
 * The job that a request with this idempotency key has created; null for none. The draft of the IETF
 * (draft-ietf-httpapi-idempotency-key-header, section 2.6) asks to refuse another request with the same key.
 * @throws invalid for another request with the key, conflict if its job was deleted (both only with a `requestHash`)
 */
export async function findByKey(
  actor: Actor,
  { idempotencyKey, requestHash }: KeyedRequest,
): Promise<SubmittedJob | null> {
  requireIdempotencyKey(idempotencyKey);
  const user = userOf(actor);
  if (!user || !idempotencyKey) return null;
  const [job] = await db
    .select({ id: jobs.id, uuid: jobs.uuid, requestHash: jobs.requestHash, deletedAt: jobs.deletedAt })
    .from(jobs)
    .where(
      and(eq(jobs.ownerId, user.id), eq(jobs.idempotencyKey, idempotencyKey), sql`${jobs.idempotencyKey} is not null`),
    );
  if (!job) return null;
  if (requestHash !== undefined && job.requestHash !== requestHash)
    throw new AppError("invalid", t("This Idempotency-Key belongs to another request. Use a new key for each job."));
  if (requestHash !== undefined && job.deletedAt)
    throw new AppError("conflict", t("The job of this Idempotency-Key was deleted. Use a new key for each job."));
  return { id: job.id, uuid: job.uuid };
}

/** The values of a job before it is stored, its input files by the references in the values, and its standard input. */
export interface PreparedValues {
  /** The spec by which the values were checked. */
  spec: ScriptSpec;
  values: CommandValues;
  inputs: Map<string, JobInput>;
  stdin: JobInput | null;
}

/**
 * The values of a submission with the script's initial ones, and the files to which they refer, after they were checked.
 * Nothing is stored. @throws invalid, by the paths of the parameters; messages contain no secrets
 */
export async function prepareValues(
  actor: Actor,
  fullSpec: ScriptSpec,
  submission: Pick<Submission, "values" | "uploads" | "stdin" | "typed" | "sealedArgv" | "linkedFiles">,
): Promise<PreparedValues> {
  const spec = submission.typed ? leaveCommandToScript(fullSpec) : fullSpec;
  const values = withInitialValues(spec, submission.values);
  const { uploads = [], stdin: stdinReference, linkedFiles = [] } = submission;
  const references = { values, uploads, stdin: stdinReference, linkedFiles };
  const { inputs, stdin, errors } = await findInputs(actor, spec, references);
  refuse(withoutSecrets(spec, values, mergeErrors(checkSubmitted(spec, submission, values), errors)));
  return { spec, values, inputs, stdin };
}

/** Name and description, trimmed as Django trims them. @throws invalid */
export function checkTexts(texts: { name: string; description?: string | undefined }) {
  const name = texts.name.trim();
  const description = texts.description?.trim() ?? "";
  if (name === "") throw invalidField("job_name", t("This field is required."));
  if (isLonger(name, NAME_MAX)) {
    throw invalidField("job_name", t("Enter at most {count} characters.", { count: NAME_MAX }));
  }
  if (isLonger(description, DESCRIPTION_MAX)) {
    throw invalidField("job_description", t("Enter at most {count} characters.", { count: DESCRIPTION_MAX }));
  }
  return { name, description };
}

/** The length in characters; a character has at most two UTF-16 units. */
export function isLonger(text: string, lengthMax: number): boolean {
  return text.length > lengthMax && (text.length > 2 * lengthMax || [...text].length > lengthMax);
}

function selectorOf(choice: { version?: string; iteration?: number }) {
  const { version, iteration } = choice;
  return { ...(version === undefined ? {} : { version }), ...(iteration === undefined ? {} : { iteration }) };
}

/** An argument of an earlier job, with the ids that its input files have in the new job. */
function renameInputs(word: string, idOf: Map<string, number>): string {
  return word.replace(/\{input:(\d+)\}/g, (text, id) => {
    const renamed = idOf.get(fileReference(Number(id)));
    return renamed === undefined ? text : `{input:${renamed}}`;
  });
}

/** Errors in the values. Sealed values cannot be checked again; they are valid if they are unchanged. */
function checkSubmitted(
  spec: ScriptSpec,
  submission: Pick<Submission, "values" | "sealedArgv">,
  values: CommandValues,
): FieldErrors {
  const errors = checkValues(spec, values);
  if (!submission.sealedArgv) return errors;
  if (!sameValues(spec.command, submission.values, values)) {
    throw new AppError(
      "conflict",
      t("The form has changed. Open the job, choose “Edit and run again”, and enter its secrets again."),
    );
  }
  const secrets = secretPaths(spec, values);
  return Object.fromEntries(Object.entries(errors).filter(([path]) => !secrets.has(path)));
}

function mergeErrors(left: FieldErrors, right: FieldErrors): FieldErrors {
  const merged = { ...left };
  for (const [path, messages] of Object.entries(right)) addFieldErrors(merged, path, messages);
  return merged;
}

function refuse(errors: FieldErrors): void {
  const [first] = Object.values(errors).flat();
  if (first !== undefined) throw new AppError("invalid", first, errors);
}
