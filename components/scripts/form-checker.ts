import { checkEntries, type Entries, maskEntries } from "@/command-line/check-entries";
import type { ScriptSpec } from "@/command-line/spec";
import type { FieldErrors } from "@/server/errors";
import type { FoundFields } from "../fields/find-fields";

/** Checks and searches a form in the browser. */
export interface FormChecker {
  /** `request` is the body of a request for the command; null if the entries cannot be read as values. */
  check: (entries: Entries) => { errors: FieldErrors; request: string | null };
  /** Null if the search could not be loaded. */
  find: (text: string) => Promise<FoundFields | null>;
}

/** Loads the form checker when the form is first used. The search is loaded only when the user first searches. */
export function createFormChecker(spec: ScriptSpec, version: number): FormChecker {
  return {
    check(entries) {
      const { errors, values } = checkEntries(spec, entries);
      const request = values && JSON.stringify({ version, entries: maskEntries(spec, entries, values) });
      return { errors, request };
    },
    find: (text) =>
      import("../fields/find-fields").then(
        ({ findFields }) => findFields(spec, text),
        () => null,
      ),
  };
}
