import type { ScriptSpec } from "@/command-line/spec";
import { type FoundFields, findFields } from "../fields/find-fields";
import { checkEntries, type Entries, maskEntries } from "./form-check";
import type { Errors } from "./form-errors";

/** What a browser knows of a version's command line. */
export interface FormModel {
  /** What is wrong with a form's entries, and what to ask the server for their command; null when they cannot be read. */
  check: (entries: Entries) => { errors: Errors; question: string | null };
  find: (text: string) => FoundFields;
}

/** All that is loaded when somebody first touches a form: one module, so that what its parts share comes once. */
export function modelOf(spec: ScriptSpec, version: number): FormModel {
  return {
    check(entries) {
      const { errors, filledIn } = checkEntries(spec, entries);
      const question = filledIn && JSON.stringify({ version, entries: maskEntries(spec, entries, filledIn) });
      return { errors, question };
    },
    find: (text) => findFields(spec, text),
  };
}
