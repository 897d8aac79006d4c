import { buildArgv } from "@/command-line/build";
import { ArgumentsError } from "@/command-line/errors";
import { mapInputFiles, maskSecrets, omitSecrets } from "@/command-line/inputs";
import { toShellCommand } from "@/command-line/shell";
import type { Command, ScriptSpec } from "@/command-line/spec";
import type { CommandValues } from "@/command-line/values";
import { t } from "@/server/language/text";
import { hasSealed, maskSealed } from "./secrets";

/** The input files of a job, for their names; null for a reader who may not know them. */
export type ShownInputs = { id: number; path: string }[] | null;

interface SubmittedCommand {
  spec: ScriptSpec;
  values: CommandValues;
  argv: string[];
}

/**
 * The command as a person would type it: the script's file name, arguments quoted, input files by name, no secrets.
 * `stdin` is the name of the file at its standard input.
 */
export function toCommandLine(
  job: SubmittedCommand & { filename: string; stdin: string | null },
  inputs: ShownInputs,
): string {
  return toShellCommand([job.filename, ...toArguments(job, inputs)], job.stdin ?? undefined);
}

/** The arguments alone, one by one. */
export function toArguments(job: SubmittedCommand, inputs: ShownInputs): string[] {
  const nameOf = namesOf(inputs);
  const nameInputs = (word: string) => word.replace(/\{input:(\d+)\}/g, (mark, id) => nameOf(Number(id)) ?? mark);
  const argv = hasSecret(job.spec.command) ? maskedArgv(job, inputs) : job.argv.map(nameInputs);
  return argv.map(maskSealed);
}

/** Values for people to read: names of input files replace `file:<id>` if they are shown, and secrets are masked. */
export function toDisplayValues(spec: ScriptSpec, values: CommandValues, inputs: ShownInputs): CommandValues {
  const nameOf = namesOf(inputs);
  const nameInput = (reference: string) => nameOf(readFileReference(reference)) ?? reference;
  const masked = maskSecrets(spec, values);
  // Without the spec, because a parameter may have had another type when the job was created.
  const shown = inputs ? mapInputFiles(spec, masked, nameInput) : mapTexts(masked, nameInput);
  // The parameter was a secret when the job was created.
  return hasSealed(shown) ? (JSON.parse(maskSealed(JSON.stringify(shown))) as CommandValues) : shown;
}

/**
 * Initial values for a form, without secrets, which must be entered again, and without the input files for a reader who
 * may not use them.
 */
export function toFormValues(
  spec: ScriptSpec,
  values: CommandValues,
  { showsInputs }: { showsInputs: boolean },
): CommandValues {
  const open = omitSecrets(spec, values);
  const kept = showsInputs ? open : omitReferences(open);
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

/** What a reader sees in place of the name of an input file that is hidden from them. */
export function hiddenName(): string {
  return t("(input file)");
}

/** The name of an input file by its id; if names are hidden, a text that says only that there is a file. */
function namesOf(inputs: ShownInputs): (id: number | null) => string | undefined {
  if (!inputs) return (id) => (id === null ? undefined : hiddenName());
  const names = new Map(inputs.map((file) => [file.id, file.path]));
  return (id) => (id === null ? undefined : names.get(id));
}

function mapTexts(values: CommandValues, exchange: (text: string) => string): CommandValues {
  const text = JSON.stringify(values, (_, value: unknown) => (typeof value === "string" ? exchange(value) : value));
  // Texts become texts.
  return JSON.parse(text) as CommandValues;
}

/** The values without every parameter that refers to an input file. */
function omitReferences(values: CommandValues): CommandValues {
  const { $command, ...others } = values;
  const refers = (value: unknown) =>
    [value].flat(2).some((one) => typeof one === "string" && readFileReference(one) !== null);
  const kept: CommandValues = Object.fromEntries(Object.entries(others).filter(([, value]) => !refers(value)));
  if ($command) kept.$command = { name: $command.name, values: omitReferences($command.values) };
  return kept;
}

function hasSecret(command: Command): boolean {
  return command.params.some((p) => p.secret) || (command.subcommands?.commands ?? []).some(hasSecret);
}

function maskedArgv(job: SubmittedCommand, inputs: ShownInputs): string[] {
  try {
    return buildArgv(job.spec, toDisplayValues(job.spec, job.values, inputs)).argv;
  } catch (error) {
    // The parameter may not accept the mask as a value; then nothing is better than the secret.
    if (error instanceof ArgumentsError) return ["…"];
    throw error;
  }
}
