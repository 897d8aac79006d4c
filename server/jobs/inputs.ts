import { and, eq, inArray, or, sql } from "drizzle-orm";
import { inputFileParameters } from "@/command-line/inputs";
import type { ScriptSpec } from "@/command-line/spec";
import { readsSecretFromInput, STANDARD_INPUT } from "@/command-line/standard-input";
import type { CommandValues } from "@/command-line/values";
import { db } from "@/db/client";
import { type FileKind, jobFiles, jobs } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { addFieldErrors, type FieldErrors } from "@/server/errors";
import { readAssetUrl } from "@/server/files/assets";
import { toFilename, uniqueFilename } from "@/server/files/filename";
import { detectKind } from "@/server/files/kind";
import type { UploadedFile } from "@/server/files/upload";
import { phrase, t } from "@/server/language/text";
import type { StoredContent } from "@/server/storage/content-store";
import { openStored } from "@/server/storage/store";
import { readFileReference } from "./command-line";
import { jobsManagedBy, jobsVisibleTo } from "./policy";
import { scanColumns, whyWithheld } from "./withheld";

/** An input file of a job: newly uploaded, or kept with an earlier job. */
export interface JobInput {
  /** The path of the first parameter that uses it; `$stdin` for the script's standard input. */
  parameter: string;
  filename: string;
  sha256: string;
  /** The upload that has no row yet; null for a file of an earlier job. */
  content: StoredContent | null;
  sizeBytes: number;
  kind: FileKind;
  mediaType: string;
}

/** How values refer to an uploaded file: by its index among the uploads. */
export function uploadReference(index: number): string {
  return `upload:${index}`;
}

/** What a submission refers to. A reference is `upload:<index>`, `file:<id>`, or the URL of an asset. */
export interface References {
  values: CommandValues;
  uploads: UploadedFile[];
  /** The reference to the script's standard input. */
  stdin?: string | undefined;
  /** Ids of files of earlier jobs that the actor may use because a permalink opened them. */
  linkedFiles?: number[];
}

/** The input files of a submission. */
export interface FoundInputs {
  /** The files that the values refer to, by their reference, in order of appearance. */
  inputs: Map<string, JobInput>;
  stdin: JobInput | null;
  /** By parameter, with Wooey's texts: files that are not found or may not be used. */
  errors: FieldErrors;
}

/** Finds the files to which a submission refers. */
export async function findInputs(
  actor: Actor,
  spec: ScriptSpec,
  { values, uploads, stdin: stdinReference, linkedFiles = [] }: References,
): Promise<FoundInputs> {
  const parameters = inputFileParameters(spec, values).filter((parameter) => parameter.values.length > 0);
  const references = [
    ...parameters.flatMap((parameter) => parameter.values),
    ...(stdinReference === undefined ? [] : [stdinReference]),
  ];
  const earlier = await findEarlier(actor, references, linkedFiles);
  const inputs = new Map<string, JobInput>();
  const errors: FieldErrors = {};
  const taken = new Set<string>();
  const find = (reference: string, parameter: string): JobInput | null => {
    const found = findUpload(reference, uploads) ?? earlier.get(reference) ?? unknownReference(reference);
    if (typeof found !== "string") return { ...found, parameter, filename: uniqueFilename(found.filename, taken) };
    addFieldErrors(errors, parameter, [found]);
    return null;
  };
  for (const parameter of parameters) {
    for (const reference of parameter.values) {
      if (inputs.has(reference) || reference === "-") continue; // Python's FileType reads standard input for it.
      const input = find(reference, parameter.path);
      if (input) inputs.set(reference, input);
    }
  }
  const stdin = stdinReference === undefined ? null : find(stdinReference, STANDARD_INPUT);
  if (stdin && readsSecretFromInput(spec)) addFieldErrors(errors, STANDARD_INPUT, [t(texts.secretInput)]);
  return { inputs, stdin, errors };
}

/** Ids for rows of job_files, so that a command line can refer to them before the rows exist. */
export async function nextFileIds(count: number): Promise<number[]> {
  if (count === 0) return [];
  const rows = await db.execute<{ id: number }>(
    sql`select nextval(pg_get_serial_sequence('job_files', 'id'))::int as id from generate_series(1, ${count})`,
  );
  return rows.map((row) => row.id);
}

/** The input with the type that an upload's content and name indicate; that of a kept file is already known. */
export async function withKind(input: JobInput): Promise<JobInput> {
  if (!input.content) return input;
  return { ...input, ...detectKind(input.filename, await readHead(input.sha256)) };
}

const texts = {
  // The first three are texts of Wooey 0.14's form.
  invalid: phrase("Invalid file reference."),
  missing: phrase("Referenced file could not be found."),
  forbidden: phrase("You are not permitted to access this file."),
  secretInput: phrase("This script reads a secret from its standard input, so it cannot get other input there."),
};

type Found = Omit<JobInput, "parameter">;

function findUpload(reference: string, uploads: UploadedFile[]): Found | null {
  const [, index] = /^upload:(\d{1,6})$/.exec(reference) ?? [];
  const upload = index === undefined ? undefined : uploads[Number(index)];
  if (!upload) return null;
  const { filename, content } = upload;
  const { sha256, sizeBytes } = content;
  return { filename, content, sha256, sizeBytes, kind: "other", mediaType: "application/octet-stream" };
}

async function readHead(sha256: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of openStored(sha256, { start: 0, end: 16 * 1024 - 1 })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function unknownReference(reference: string): string {
  const isPath = reference.startsWith("/") || reference.split(/[/\\]/).includes("..") || reference.includes("\0");
  return t(isPath ? texts.invalid : texts.missing);
}

async function findEarlier(
  actor: Actor,
  references: string[],
  linkedFiles: number[],
): Promise<Map<string, Found | string>> {
  const ids = new Map(references.flatMap((text) => pairOf(text, readFileReference(text) ?? readAssetUrl(text))));
  if (ids.size === 0) return new Map();
  const rows = await db
    .select({
      id: jobFiles.id,
      filename: jobFiles.path,
      sha256: jobFiles.sha256,
      sizeBytes: jobFiles.sizeBytes,
      kind: jobFiles.kind,
      mediaType: jobFiles.mediaType,
      isPermitted: sql<boolean>`${mayUse(actor, linkedFiles)}`,
      ...scanColumns,
    })
    .from(jobFiles)
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .where(inArray(jobFiles.id, [...ids.values()]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map<string, Found | string>(
    [...ids].map(([reference, id]) => {
      const row = byId.get(id);
      if (!row) return [reference, t(texts.missing)];
      const { id: _, isPermitted, filename, scanState, virus, ...kept } = row;
      if (!isPermitted) return [reference, t(texts.forbidden)];
      return [
        reference,
        whyWithheld({ scanState, virus }) ?? { ...kept, content: null, filename: toFilename(filename) },
      ];
    }),
  );
}

function pairOf(reference: string, id: number | null): [string, number][] {
  return id === null ? [] : [[reference, id]];
}

/**
 * The files of jobs that the actor sees, and those that a permalink opened. Inputs of other people's jobs are included
 * only if their owner shares them.
 */
function mayUse(actor: Actor, linkedFiles: number[]) {
  const isShared = or(eq(jobFiles.direction, "output"), jobs.inputsShared);
  const isLinked = linkedFiles.length > 0 ? inArray(jobFiles.id, linkedFiles) : undefined;
  return or(jobsManagedBy(actor), and(jobsVisibleTo(actor), isShared), isLinked);
}
