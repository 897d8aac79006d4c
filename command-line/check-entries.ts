import type { FieldErrors } from "@/server/errors";
import { ArgumentsError } from "./errors";
import { readFormValues } from "./form-values";
import { withInitialValues } from "./initial-values";
import { mapSecrets, secretMask } from "./inputs";
import type { ScriptSpec } from "./spec";
import { checkValues } from "./validate";
import type { CommandValues } from "./values";

/** The fields of a form as names and texts, in the order of the form. */
export type Entries = [string, string][];

export interface CheckedEntries {
  errors: FieldErrors;
  /** Null if the entries cannot be read as values. */
  values: CommandValues | null;
}

/** The values of a form's entries, and what is wrong with them. Browsers load this file and what it imports. */
export function checkEntries(spec: ScriptSpec, entries: Entries): CheckedEntries {
  try {
    const values = readFormValues(spec, entries);
    return { values, errors: checkValues(spec, withInitialValues(spec, values)) };
  } catch (error) {
    if (error instanceof ArgumentsError) return { values: null, errors: error.fields };
    throw error;
  }
}

/** The entries with their secrets masked, as they are sent while a person is still typing. */
export function maskEntries(spec: ScriptSpec, entries: Entries, values: CommandValues): Entries {
  const secrets = new Set<string>();
  mapSecrets(spec, values, (text, path) => {
    secrets.add(path);
    return text;
  });
  return entries.map(([name, text]) => [name, secrets.has(name.replace(/\[\d+\]$/, "")) ? secretMask : text]);
}
