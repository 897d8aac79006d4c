import { ArgumentsError } from "@/command-line/errors";
import { isFileReference } from "@/command-line/file-reference";
import { type InputError, pointerTo } from "@/command-line/input-errors";
import { mapUploadable } from "@/command-line/inputs";
import { type ReadArguments, readArguments } from "@/command-line/read-arguments";
import type { ScriptSpec } from "@/command-line/spec";
import { STANDARD_INPUT } from "@/command-line/standard-input";
import { type TypedWord, toTypedWords } from "@/command-line/typed-words";
import type { CommandValues } from "@/command-line/values";
import type { Actor } from "@/server/auth/actor";
import { type FieldErrors, invalidInput } from "@/server/errors";
import type { UploadedFile } from "@/server/files/upload";
import { phrase, t } from "@/server/language/text";
import { type FoundFiles, findInputFiles, toFileInput } from "./input-files";

/** Where the arguments are in a request. */
const POINTER = "/args";
const UNNAMED = phrase("The arguments name no such file.");

/**
 * What a script would read from arguments. @throws invalid with details in the words of the script's library, or by
 * parameter
 */
export function readScriptArguments(spec: ScriptSpec, args: readonly string[]): ReadArguments {
  try {
    return readArguments(spec, args);
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    throw invalidInput(error.message, argumentErrors(error.fields));
  }
}

/** Errors by parameter as errors of the arguments. */
export function argumentErrors(fields: FieldErrors): InputError[] {
  return Object.entries(fields).flatMap(([path, messages]) => {
    if (path === STANDARD_INPUT) return messages.map((detail) => ({ pointer: "/stdin", detail }));
    return messages.map((text) => ({ pointer: POINTER, detail: path === "__all__" ? text : `${path}: ${text}` }));
  });
}

interface GivenArguments {
  args: readonly string[];
  /** Files that are no parts of the request, by the names that the arguments have for them. */
  otherFiles: Record<string, unknown> | undefined;
  stdin: unknown;
  uploads: UploadedFile[];
}

interface ArgumentValues {
  values: CommandValues;
  errors: InputError[];
  files: FoundFiles<Record<string, unknown>>;
  /** The arguments themselves, with the files as the values have them. */
  typed: TypedWord[];
}

/** The values of arguments, whose files are the parts of the request with the same names. @throws invalid with details */
export async function readArgumentValues(
  actor: Actor,
  spec: ScriptSpec,
  { args, otherFiles = {}, stdin, uploads }: GivenArguments,
): Promise<ArgumentValues> {
  const read = readScriptArguments(spec, args);
  const given = new Map<string, unknown>(Object.entries(otherFiles));
  for (const { field } of uploads) given.set(field, { $file: field });
  const names = new Set(read.inputs.map(({ name }) => name));
  const sent = new Map([...given].filter(([name]) => names.has(name)));
  const unused = Object.keys(otherFiles).filter((name) => !names.has(name));
  const isPart = ([name]: [string, unknown]) => uploads.some(({ field }) => field === name);
  const files = await findInputFiles(
    actor,
    {
      args: [...sent].filter(isPart).map(([, file]) => file), // A list, because several parts may have one name.
      files: Object.fromEntries([...sent].filter((entry) => !isPart(entry))),
      stdin,
    },
    uploads,
  );
  const errors: InputError[] = unused.map((name) => ({ pointer: pointerTo("/files", name), detail: t(UNNAMED) }));
  const references = new Map<string, string>();
  const values = mapUploadable(spec, read.values, (name, { isFile }) => {
    const file = toFileInput(sent.get(name));
    if (file) {
      const reference = files.readFile(file, POINTER);
      references.set(name, reference);
      return reference;
    }
    // A text must not become a reference to another file.
    if ((isFile && name !== "-") || isFileReference(name))
      errors.push({ pointer: POINTER, detail: t("The request has no part with this name."), given: name });
    return name;
  });
  return { values, errors, files, typed: toTypedWords(args, references) };
}
