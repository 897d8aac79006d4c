import { buildArgv } from "@/command-line/build";
import { ArgumentsError } from "@/command-line/errors";
import { mapInputFiles, maskSecrets, omitSecrets } from "@/command-line/inputs";
import { joinCommandLine } from "@/command-line/shell";
import type { Command, ScriptSpec } from "@/command-line/spec";
import type { CommandValues } from "@/command-line/values";

import { hasSealed, maskSealed } from "./secrets";

/** Where the names of input files come from: rows of job_files. */
type InputFile = { id: number; path: string };

interface SubmittedCommand {
  spec: ScriptSpec;
  values: CommandValues;
  argv: string[];
}

/** The command as a person would type it: the script's file name, arguments quoted, input files by name, no secrets. */
export function toCommandLine(job: SubmittedCommand & { filename: string }, inputs: InputFile[]): string {
  return joinCommandLine([job.filename, ...toArguments(job, inputs)]);
}

/** The arguments alone, one by one. */
export function toArguments(job: SubmittedCommand, inputs: InputFile[]): string[] {
  const names = new Map(inputs.map((file) => [String(file.id), file.path]));
  const nameInputs = (word: string) => word.replace(/\{input:(\d+)\}/g, (mark, id) => names.get(id) ?? mark);
  const argv = hasSecret(job.spec.command) ? maskedArgv(job, inputs) : job.argv.map(nameInputs);
  return argv.map(maskSealed);
}

/** Values for people to read: names of input files replace `file:<id>`, and secrets are masked. */
export function toDisplayValues(spec: ScriptSpec, values: CommandValues, inputs: InputFile[]): CommandValues {
  const names = new Map(inputs.map((file) => [fileReference(file.id), file.path]));
  const shown = mapInputFiles(spec, maskSecrets(spec, values), (reference) => names.get(reference) ?? reference);
  // The parameter was a secret when the job was created.
  return hasSealed(shown) ? (JSON.parse(maskSealed(JSON.stringify(shown))) as CommandValues) : shown;
}

/** Initial values for a form, without secrets, which must be entered again. */
export function toFormValues(spec: ScriptSpec, values: CommandValues): CommandValues {
  const kept = omitSecrets(spec, values);
  // Masking replaces only texts with texts.
  return hasSealed(kept) ? (JSON.parse(maskSealed(JSON.stringify(kept))) as CommandValues) : kept;
}

/** How values refer to an input file that is kept with a job: by an id of job_files. */
export function fileReference(id: number): string {
  return `file:${id}`;
}

/** The id in such a reference; null for any other text. */
export function readFileReference(text: string): number | null {
  const [, digits] = /^file:([1-9]\d{0,9})$/.exec(text) ?? [];
  return digits && Number(digits) <= 2_147_483_647 ? Number(digits) : null;
}

function hasSecret(command: Command): boolean {
  return command.params.some((p) => p.secret) || (command.subcommands?.commands ?? []).some(hasSecret);
}

function maskedArgv(job: SubmittedCommand, inputs: InputFile[]): string[] {
  try {
    return buildArgv(job.spec, toDisplayValues(job.spec, job.values, inputs)).argv;
  } catch (error) {
    // The parameter may not accept the mask as a value; then nothing is better than the secret.
    if (error instanceof ArgumentsError) return ["…"];
    throw error;
  }
}
