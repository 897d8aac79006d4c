/** What was typed into a form, without secrets and without the contents of files. */
export interface Draft {
  savedAt: number;
  entries: [string, string][];
  /** The names of earlier files among the entries, by their reference. */
  fileNames: [string, string][];
  /** The names of files that have to be chosen again. */
  missingFiles: string[];
  /** The id of the job that was started with this form, which has the files. */
  job?: string;
}

/** What is in a form now. An unchecked box has an entry without text, because it may be checked at first. */
export function readDraft(form: HTMLFormElement): Draft {
  const entries: Draft["entries"] = [];
  const missingFiles: string[] = [];
  const skipped = namesToSkip(form);
  const seen = new Set<string>();
  for (const [name, value] of new FormData(form)) {
    seen.add(name);
    if (typeof value !== "string") {
      if (value.name !== "") missingFiles.push(value.name);
    } else if (!skipped.has(name)) entries.push([name, value]);
  }
  for (const control of form.querySelectorAll<HTMLInputElement>("input[type=checkbox][name], select[multiple]")) {
    const isMark = control.name.includes(".$");
    if (!isMark && !seen.has(control.name) && !skipped.has(control.name)) entries.push([control.name, ""]);
  }
  const references = [...form.querySelectorAll<HTMLInputElement>("input[data-filename]")];
  const fileNames = references.map(({ value, dataset }): [string, string] => [value, dataset.filename ?? value]);
  return { savedAt: Date.now(), entries, fileNames, missingFiles };
}

/** Secrets, the version of the script, and a job's name that nobody has changed. */
function namesToSkip(form: HTMLFormElement): Set<string> {
  const secrets = form.querySelectorAll<HTMLInputElement>("[data-secret] [name]");
  const name = form.elements.namedItem("$job_name");
  const isDefaultName = name instanceof HTMLInputElement && name.value === name.defaultValue;
  return new Set(["$version", ...(isDefaultName ? ["$job_name"] : []), ...[...secrets].map((one) => one.name)]);
}
