import { checkEntries, type Entries, maskEntries } from "@/command-line/check-entries";
import type { ScriptSpec } from "@/command-line/spec";
import type { FieldErrors } from "@/server/errors";
import { type FoundFields, findFields } from "../fields/find-fields";

/** Checks and searches a form in the browser. */
export interface FormChecker {
  /** `request` is the body that asks the server for the command; null if the entries cannot be read as values. */
  check: (entries: Entries) => { errors: FieldErrors; request: string | null };
  find: (text: string) => FoundFields;
}

/** Everything that is loaded when the form is first used. It is one module, so that shared code is loaded once. */
export function createFormChecker(spec: ScriptSpec, version: number): FormChecker {
  return {
    check(entries) {
      const { errors, values } = checkEntries(spec, entries);
      const request = values && JSON.stringify({ version, entries: maskEntries(spec, entries, values) });
      return { errors, request };
    },
    find: (text) => findFields(spec, text),
  };
}
