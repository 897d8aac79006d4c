import { buildArgv } from "@/command-line/build";
import { checkEntries, type Entries } from "@/command-line/check-entries";
import { ArgumentsError } from "@/command-line/errors";
import { withInitialValues } from "@/command-line/initial-values";
import { maskSecrets } from "@/command-line/inputs";
import { toSearchParams } from "@/command-line/prefill";
import { toShellCommand } from "@/command-line/shell";
import { type Snippets, toSnippets, type Uploads } from "@/command-line/snippets";
import type { ScriptSpec } from "@/command-line/spec";
import { STANDARD_INPUT } from "@/command-line/standard-input";
import type { FieldErrors } from "../errors";

export interface CommandPreview extends Snippets {
  shell: string;
  /** The link that fills the form with the same values. */
  link: string;
}

export interface Evaluation {
  errors: FieldErrors;
  /** Null if no command line can express the values. */
  preview: CommandPreview | null;
}

export interface EvaluatedScript {
  slug: string;
  filename: string;
  /** The path of the form. */
  path: string;
  /** The origin of this site. */
  origin: string;
}

/**
 * The errors of a form's entries, and the entries as a command. Only the server evaluates them, because proving that a
 * command is read back as the same values takes more code than a browser should load.
 */
export function evaluateForm(spec: ScriptSpec, entries: Entries, script: EvaluatedScript): Evaluation {
  const { errors, values } = checkEntries(spec, entries);
  if (!values) return { errors, preview: null };
  try {
    const completeValues = withInitialValues(spec, values);
    const link = toSearchParams(spec, values).toString();
    const { argv } = buildArgv(spec, maskSecrets(spec, completeValues));
    const [stdin] = entries.flatMap(([name, text]) => (name === STANDARD_INPUT && text !== "" ? [text] : []));
    const { slug, origin: baseUrl } = script;
    const target = { slug, baseUrl, uploads: uploadsOf(entries), hasStandardInput: stdin !== undefined };
    return {
      errors,
      preview: {
        shell: toShellCommand([script.filename, ...argv], stdin),
        ...toSnippets(spec, completeValues, target),
        link: link ? `${script.path}?${link}` : script.path,
      },
    };
  } catch (error) {
    // Errors of single fields are more helpful than the error of the whole command line.
    const hasErrors = Object.keys(errors).length > 0;
    if (error instanceof ArgumentsError) return { errors: hasErrors ? errors : error.fields, preview: null };
    throw error;
  }
}

/** The uploaded files of a form, which its page names in entries of their own, next to the texts of the fields. */
function uploadsOf(entries: Entries): Uploads {
  const uploads = new Map<string, Set<string>>();
  for (const [name, text] of entries) {
    const [, path] = /^(.+)\.\$upload$/.exec(name) ?? [];
    if (path !== undefined) uploads.set(path, (uploads.get(path) ?? new Set()).add(text));
  }
  return uploads;
}
