import { readCommand } from "@/command-line/command";
import { mapInputFiles } from "@/command-line/inputs";
import type { CommandValues, Subcommand, Value } from "@/command-line/values";
import type { Actor } from "@/server/auth/actor";
import type { UploadedFile } from "@/server/files/upload";
import { uploadReference } from "@/server/jobs/inputs";
import { getVersionToRun, type ScriptChoice, type SubmittedJob, submitRun, withUploads } from "@/server/jobs/submit";

export interface CommandSubmission {
  name: string;
  description?: string;
  /** As on a command line, without the script: `--count 5 --fasta KEY`, a KEY standing for the files sent under it. */
  command: string;
  uploads: UploadedFile[];
  idempotencyKey?: string;
}

/**
 * Submits what Wooey's API is given: a command line, and files under keys that it names. All files of a key go to the
 * place of the key, in the order they came; where only one fits, the last (Wooey 0.14, submit).
 * @throws as submitJob; invalid on `command` where it is not the script's
 */
export async function submitCommand(
  actor: Actor,
  choice: ScriptChoice,
  { command, ...submission }: CommandSubmission,
): Promise<SubmittedJob> {
  return withUploads(submission.uploads, async () => {
    const runnable = await getVersionToRun(actor, choice);
    const { spec } = runnable.version;
    const keys = referencesByKey(submission.uploads);
    const named = mapInputFiles(spec, readCommand(spec, command), (word) => keys.get(word)?.join(SEVERAL) ?? word);
    return submitRun(actor, runnable, { ...submission, values: spread(named) });
  });
}

/** Stands between references in a text until each is a value of its own; no argument of a program can hold it. */
const SEVERAL = "\0";

function referencesByKey(uploads: UploadedFile[]): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const [index, upload] of uploads.entries()) {
    keys.set(upload.field, [...(keys.get(upload.field) ?? []), uploadReference(index)]);
  }
  return keys;
}

function spread(values: CommandValues): CommandValues {
  const entries = Object.entries(values).map(([id, value]) => [id, spreadValue(value)]);
  // Each value is spread into values of the same kind.
  return Object.fromEntries(entries) as CommandValues;
}

function spreadValue(value: Value | Subcommand | undefined): unknown {
  if (Array.isArray(value)) return value.flatMap((item) => (Array.isArray(item) ? [item.flatMap(split)] : split(item)));
  if (typeof value === "object" && value !== null) return { ...value, values: spread(value.values) };
  return typeof value === "string" ? (split(value).at(-1) ?? value) : value;
}

function split<Item>(item: Item): (Item | string)[] {
  return typeof item === "string" ? item.split(SEVERAL) : [item];
}
