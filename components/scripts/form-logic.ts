import { buildArgv } from "@/command-line/build";
import { toCurl, toPython } from "@/command-line/curl";
import { ArgumentsError } from "@/command-line/errors";
import { withInitialValues } from "@/command-line/initial-values";
import { maskSecrets } from "@/command-line/inputs";
import { toSearchParams } from "@/command-line/prefill";
import { joinCommandLine } from "@/command-line/shell";
import type { ScriptSpec } from "@/command-line/spec";
import { checkEntries, type Entries } from "./form-check";
import type { Errors } from "./form-errors";

export interface Preview {
  shell: string;
  curl: string;
  python: string;
  /** The link that fills the form in as it is. */
  link: string;
}

export interface Evaluation {
  errors: Errors;
  /** Null when the values cannot be said on a command line. */
  preview: Preview | null;
}

/**
 * What a form's entries mean: what is wrong with them, and how they look as a command. On the server alone, since
 * reading a command line back takes more code than a browser should load for it.
 */
export function evaluate(
  spec: ScriptSpec,
  entries: Entries,
  script: { slug: string; filename: string; path: string; origin: string },
): Evaluation {
  const { errors, filledIn } = checkEntries(spec, entries);
  if (!filledIn) return { errors, preview: null };
  try {
    const values = withInitialValues(spec, filledIn);
    const link = toSearchParams(spec, filledIn).toString();
    const { argv } = buildArgv(spec, maskSecrets(spec, values));
    return {
      errors,
      preview: {
        shell: joinCommandLine([script.filename, ...argv]),
        curl: toCurl(spec, script.slug, values, script.origin),
        python: toPython(spec, script.slug, values, script.origin),
        link: link ? `${script.path}?${link}` : script.path,
      },
    };
  } catch (error) {
    // What is wrong with single fields says more than that the whole cannot be said.
    const hasErrors = Object.keys(errors).length > 0;
    if (error instanceof ArgumentsError) return { errors: hasErrors ? errors : error.fields, preview: null };
    throw error;
  }
}
