import { and, asc, eq, inArray } from "drizzle-orm";
import { type InputError, pointerTo } from "@/command-line/input-errors";
import type { FileInput, ReadFile } from "@/command-line/read-input";
import { db } from "@/db/client";
import { jobFiles } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import type { UploadedFile } from "@/server/files/upload";
import { t } from "@/server/language/text";
import { findCompleteUploads } from "@/server/uploads/use";
import { fileReference } from "./command-line";
import { uploadReference } from "./inputs";
import { getJobHandle } from "./queries";

/** The files of a request. */
export interface FoundFiles<Given> {
  /** What was given; where a list has a `$file` that names several parts, it has an element for each. */
  given: Given;
  /** What stands for a file in the values, such as `upload:0`. */
  readFile: ReadFile;
  /** The parts of the request, and the earlier uploads after them: those to which `upload:<index>` refers. */
  uploads: UploadedFile[];
  uploadIds: string[];
  /** Ids of the files of jobs, which the actor may see. */
  jobFileIds: number[];
  errors: InputError[];
  /** Whether all errors are about things that are not there, or that the actor may not see. */
  isNotFound: boolean;
}

/** The reference to no file: a request has fewer. */
const MISSING = uploadReference(999_999);

/**
 * Finds the files to which values of a request refer. Those that are not there are in `errors`, and so are parts of the
 * request that nothing names.
 */
export async function findInputFiles<Given extends Record<string, unknown>>(
  actor: Actor,
  values: Given,
  parts: UploadedFile[],
): Promise<FoundFiles<Given>> {
  const partsOf = groupParts(parts);
  const { value, files } = spread(values, partsOf);
  const references = new Map<string, string>();
  const errors: InputError[] = [];
  const context = { files, references, errors };
  takeParts(context, partsOf);
  const isInvalid = errors.length > 0;
  const uploads = await takeUploads(actor, context, parts.length);
  const jobFileIds = await takeJobFiles(actor, context);
  return {
    // It has the properties of what was given, with more elements in its lists.
    given: value as Given,
    readFile: (file) => references.get(keyOf(file)) ?? MISSING,
    uploads: [...parts, ...uploads.map(({ file }) => file)],
    uploadIds: uploads.map(({ id }) => id),
    jobFileIds,
    errors,
    isNotFound: errors.length > 0 && !isInvalid,
  };
}

/** A file where the input has it. */
interface FileAt {
  pointer: string;
  file: FileInput;
  /** Whether it is an element of a list. */
  isInList: boolean;
}

interface Context {
  files: FileAt[];
  /** By `keyOf`. */
  references: Map<string, string>;
  errors: InputError[];
}

type Parts = Map<string, number[]>;

function groupParts(parts: UploadedFile[]): Parts {
  const groups: Parts = new Map();
  for (const [index, { field }] of parts.entries()) groups.set(field, [...(groups.get(field) ?? []), index]);
  return groups;
}

/** Names one of several parts with the same name. A name that somebody sends contains no NUL. */
const nameOfPart = (name: string, number: number) => (number === 0 ? name : `${name}\0${number}`);

/** The value with an element for each part that a `$file` in a list names, and all files in it. */
function spread(value: unknown, parts: Parts): { value: unknown; files: FileAt[] } {
  const files: FileAt[] = [];
  const visit = (inner: unknown, { at, isInList }: { at: string; isInList: boolean }): unknown => {
    const file = toFileInput(inner);
    if (file) {
      files.push({ pointer: at, file, isInList });
      return inner;
    }
    if (Array.isArray(inner)) {
      const items = inner.flatMap((item: unknown) => referencedParts(item, parts) ?? [item]);
      return items.map((item, index) => visit(item, { at: pointerTo(at, index), isInList: true }));
    }
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, item]) => [key, visit(item, { at: pointerTo(at, key), isInList: false })]),
    );
  };
  return { value: visit(value, { at: "", isInList: false }), files };
}

/** A `$file` for each of several parts that this one names; null for anything else. */
function referencedParts(item: unknown, parts: Parts): { $file: string }[] | null {
  const file = toFileInput(item);
  const count = file?.kind === "part" ? (parts.get(file.name)?.length ?? 0) : 0;
  if (file?.kind !== "part" || count < 2) return null;
  return Array.from({ length: count }, (_, number) => ({ $file: nameOfPart(file.name, number) }));
}

/** A file as JSON has it; null for anything that is not exactly one: a schema says what is wrong with it. */
export function toFileInput(value: unknown): FileInput | null {
  if (typeof value !== "object" || value === null) return null;
  const keys = Object.keys(value).sort().join(" ");
  const { $file, $upload, $job, path } = value as Record<string, unknown>; // an object has these properties or not
  if (keys === "$file" && typeof $file === "string") return { kind: "part", name: $file };
  if (keys === "$upload" && typeof $upload === "string") return { kind: "upload", id: $upload };
  const isJob = typeof $job === "number" || typeof $job === "string";
  return keys === "$job path" && isJob && typeof path === "string" ? { kind: "job", job: String($job), path } : null;
}

function keyOf(file: FileInput): string {
  return JSON.stringify(file);
}

function takeParts({ files, references, errors }: Context, parts: Parts): void {
  for (const [name, indices] of parts)
    for (const [number, index] of indices.entries())
      references.set(keyOf({ kind: "part", name: nameOfPart(name, number) }), uploadReference(index));
  const unused = new Set(parts.keys());
  for (const { pointer, file, isInList } of files) {
    if (file.kind !== "part") continue;
    const [name = ""] = file.name.split("\0");
    unused.delete(name);
    const count = parts.get(name)?.length ?? 0;
    const allowed = [...parts.keys()].slice(0, 50);
    if (count === 0)
      errors.push({ pointer, detail: t("The request has no part with this name."), given: name, allowed });
    if (count > 1 && !isInList)
      errors.push({ pointer, detail: t("Several parts of the request have this name. Send one."), given: name });
  }
  for (const name of unused)
    errors.push({ pointer: "", detail: t("Nothing in the input names this part. Refer to it by $file."), given: name });
}

async function takeUploads(actor: Actor, { files, references, errors }: Context, offset: number) {
  const ids = [...new Set(files.flatMap(({ file }) => (file.kind === "upload" ? [file.id] : [])))];
  const found = await findCompleteUploads(actor, ids);
  const uploads = [...found].map(([id, { filename, content }]) => ({ id, file: { field: "", filename, content } }));
  for (const [index, { id }] of uploads.entries())
    references.set(keyOf({ kind: "upload", id }), uploadReference(offset + index));
  for (const { pointer, file } of files) {
    if (file.kind !== "upload" || found.has(file.id)) continue;
    const detail = t("There is no complete upload with this id. It may have expired, or a job has used it.");
    errors.push({ pointer, detail, given: file.id });
  }
  return uploads;
}

async function takeJobFiles(actor: Actor, { files, references, errors }: Context): Promise<number[]> {
  const pathsOf = new Map<string, Set<string>>();
  for (const { file } of files) {
    if (file.kind === "job") pathsOf.set(file.job, (pathsOf.get(file.job) ?? new Set()).add(file.path));
  }
  const ids: number[] = [];
  const missing = new Set<string>();
  for (const [job, paths] of pathsOf) {
    const found = await findPaths(actor, job, [...paths]);
    if (!found) missing.add(job);
    for (const [path, id] of found ?? []) {
      references.set(keyOf({ kind: "job", job, path }), fileReference(id));
      ids.push(id);
    }
  }
  for (const { pointer, file } of files) {
    if (file.kind !== "job" || references.has(keyOf(file))) continue;
    if (missing.has(file.job))
      errors.push({ pointer: `${pointer}/$job`, detail: t("Job not found."), given: file.job });
    else errors.push({ pointer: `${pointer}/path`, detail: t("The job has no such file."), given: file.path });
  }
  return ids;
}

/** The ids of a job's files by their paths, outputs before inputs; null if the actor may not see the job. */
async function findPaths(actor: Actor, job: string, paths: string[]): Promise<Map<string, number> | null> {
  const handle = await getJobHandle(actor, job).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (!handle) return null;
  const rows = await db
    .select({ id: jobFiles.id, path: jobFiles.path })
    .from(jobFiles)
    .where(
      and(
        eq(jobFiles.jobId, handle.id),
        // PostgreSQL cannot hold NUL, so that no file has it in its path.
        inArray(
          jobFiles.path,
          paths.filter((path) => !path.includes("\0")),
        ),
        handle.showsInputs ? undefined : eq(jobFiles.direction, "output"),
      ),
    )
    .orderBy(asc(jobFiles.direction), asc(jobFiles.id));
  // The last one counts.
  return new Map(rows.map(({ id, path }) => [path, id]));
}
