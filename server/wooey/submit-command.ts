import { readCommand } from "@/command-line/command";
import { mapUploadable } from "@/command-line/inputs";
import type { CommandValues, Subcommand, Value } from "@/command-line/values";
import type { Actor } from "@/server/auth/actor";
import type { UploadedFile } from "@/server/files/upload";
import { uploadReference } from "@/server/jobs/inputs";
import { getVersionToRun, type ScriptChoice, type SubmittedJob, submitRun, withUploads } from "@/server/jobs/submit";
import { t } from "@/server/language/text";

export interface CommandSubmission {
  name: string;
  description?: string;
  /**
   * As on a command line, without the script: `--count 5 --fasta KEY`, where KEY stands for the files sent under it.
   */
  command: string;
  uploads: UploadedFile[];
  idempotencyKey?: string;
}

/**
 * Submits what Wooey's API receives: a command line, and files under keys that it refers to. All files of a key replace
 * the key, in the order of arrival; where only one fits, the last one does (Wooey 0.14, submit). An unused file is
 * refused if there are no other errors.
 * @throws as submitJob; invalid on `command` if the script does not accept it, and on the key of an unused file
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
    const unused = new Set(keys.keys());
    const withReferences = mapUploadable(spec, readCommand(spec, command), (word) => {
      unused.delete(word);
      return keys.get(word)?.join(SEVERAL) ?? word;
    });
    const finalErrors = Object.fromEntries([...unused].map((key) => [key, [refusalOf(key)]]));
    return submitRun(actor, runnable, { ...submission, values: spread(withReferences), finalErrors });
  });
}

function refusalOf(key: string): string {
  return t("No file parameter of the command uses the file {key}. Write {key} in the command where the file belongs.", {
    key,
  });
}

/** Separates references in a text until each becomes a separate value; no argument of a program can contain it. */
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
