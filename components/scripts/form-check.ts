import { ArgumentsError } from "@/command-line/errors";
import { readFormValues } from "@/command-line/form-values";
import { withInitialValues } from "@/command-line/initial-values";
import { mapSecrets, secretMask } from "@/command-line/inputs";
import type { ScriptSpec } from "@/command-line/spec";
import { checkValues } from "@/command-line/validate";
import type { CommandValues } from "@/command-line/values";
import type { Errors } from "./form-errors";

export type Entries = [string, string][];

export interface Checked {
  errors: Errors;
  /** What the form says; null when it cannot be read. */
  filledIn: CommandValues | null;
}

/** What is wrong with a form's entries. All that a browser needs of the model of the script's parser. */
export function checkEntries(spec: ScriptSpec, entries: Entries): Checked {
  try {
    const filledIn = readFormValues(spec, entries);
    return { filledIn, errors: checkValues(spec, withInitialValues(spec, filledIn)) };
  } catch (error) {
    if (error instanceof ArgumentsError) return { filledIn: null, errors: error.fields };
    throw error;
  }
}

/** The entries with the secrets among them masked: what is sent while somebody is still typing. */
export function maskEntries(spec: ScriptSpec, entries: Entries, filledIn: CommandValues): Entries {
  const secrets = new Set<string>();
  mapSecrets(spec, filledIn, (text, path) => {
    secrets.add(path);
    return text;
  });
  return entries.map(([name, text]) => [name, secrets.has(name.replace(/\[\d+\]$/, "")) ? secretMask : text]);
}
