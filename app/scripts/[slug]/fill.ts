import { z } from "zod";
import { readPastedCommand } from "@/command-line/command";
import { toFormEntries, toInitialEntries } from "@/command-line/form-entries";
import { omitSecrets } from "@/command-line/inputs";
import { prefill } from "@/command-line/prefill";
import type { ScriptSpec } from "@/command-line/spec";
import { STANDARD_INPUT } from "@/command-line/standard-input";
import { checkValues } from "@/command-line/validate";
import type { CommandValues } from "@/command-line/values";
import type { Prefill } from "@/components/fields/field-data";
import type { Actor } from "@/server/auth/actor";
import { currentCookie } from "@/server/auth/current";
import { REFUSAL_COOKIE } from "@/server/auth/from-request/cookies";
import { AppError } from "@/server/errors";
import { readQuery, type SearchParams, toSearchParams } from "@/server/http/query";
import { findJobByPath } from "@/server/jobs/queries";
import { withoutSecrets } from "@/server/jobs/secrets";
import { findStdin } from "@/server/jobs/standard-input";
import type { JobView } from "@/server/jobs/view";
import { REFUSED, readRefusals } from "./refusal";

export interface FilledForm extends Prefill {
  /** The job's own fields, if the form starts with those of a job. */
  job: { name?: string | undefined; description?: string | undefined; tags?: string | undefined };
  /** What is wrong with the pasted command; null if nothing is. */
  commandError: string | null;
  /** Why the server refused a form that was sent without JavaScript, as sentences. */
  refusals: string[];
}

/** The query of a form, besides the parameters of its script: a pasted command. */
export const formQuery = z.object({ command: z.string().optional() });

/**
 * What a form starts with: the values of a job, of a pasted command, of a link, or of a form that was refused. Null if
 * the actor may not see the job.
 */
export async function fillForm(
  actor: Actor,
  spec: ScriptSpec,
  from: { job: string | undefined; search: SearchParams },
): Promise<FilledForm | null> {
  if (from.job !== undefined) {
    const job = await findJobByPath(actor, from.job);
    if (!job) return null;
    const { name, description } = job;
    const tags = job.tags.join(", ");
    const form = filled(spec, {}, { job: { name, description, tags }, fileNames: fileNamesOf(job) });
    return { ...form, entries: grouped(entriesOf(spec, job)) };
  }
  const search = toSearchParams(from.search);
  const refusal = search.get(REFUSED);
  if (refusal !== null) return fillRefused(spec, search, readRefusals(refusal, await currentCookie(REFUSAL_COOKIE)));
  const { command } = readQuery(formQuery, from.search);
  const isParameter = spec.command.params.some((parameter) => parameter.dest === "command");
  if (command === undefined || isParameter) return freshlyFilled(spec, prefill(spec, search));
  try {
    const values = readPastedCommand(spec, command);
    // A pasted command is part of the address, from which secrets are not accepted.
    return filled(spec, omitSecrets(spec, values), { commandError: problemsOf(spec, values) });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return filled(spec, {}, { commandError: error.message });
  }
}

/** The entries with which a form repeats a job. */
export function entriesOf(spec: ScriptSpec, job: Pick<JobView, "values" | "files">): [string, string][] {
  const entries = toFormEntries(spec, job.values);
  const stdin = findStdin(job.files);
  return stdin ? [...entries, [STANDARD_INPUT, `file:${stdin.id}`]] : entries;
}

/** The names of a job's files, by the reference that a form sends. */
export function fileNamesOf(job: Pick<JobView, "files">): Map<string, string> {
  return new Map(job.files.map((file) => [`file:${file.id}`, file.path]));
}

/** What is wrong with the values of a command. Values that it leaves out can still be filled in. */
function problemsOf(spec: ScriptSpec, values: CommandValues): string | null {
  const given = new Set(toFormEntries(spec, values).map(([name]) => name.replace(/\[\d+\]$/, "")));
  const problems = Object.entries(withoutSecrets(spec, values, checkValues(spec, values))).filter(([path]) =>
    given.has(path),
  );
  if (problems.length === 0) return null;
  return problems.map(([path, messages]) => `${path.replaceAll("_", " ")}: ${messages.join(" ")}`).join(" ");
}

/** A new form starts with the values of its link, and for other parameters with the initial values that staff chose. */
function freshlyFilled(spec: ScriptSpec, values: CommandValues): FilledForm {
  const form = filled(spec, values, {});
  const entries = new Map([...grouped(toInitialEntries(spec)), ...form.entries]);
  return { ...form, entries };
}

/** A refused form keeps what was typed, by the names of its fields. */
function fillRefused(spec: ScriptSpec, search: URLSearchParams, refusals: string[]): FilledForm {
  const entries = new Map<string, string[]>();
  for (const name of new Set(search.keys())) if (name !== REFUSED) entries.set(name, search.getAll(name));
  return { ...filled(spec, {}, {}), entries, refusals };
}

function filled(spec: ScriptSpec, values: CommandValues, rest: Partial<FilledForm>): FilledForm {
  const entries = grouped(toFormEntries(spec, values));
  return { entries, fileNames: new Map(), job: {}, commandError: null, refusals: [], ...rest };
}

/** The texts of entries by their name. */
export function grouped(pairs: [string, string][]): Map<string, string[]> {
  const entries = new Map<string, string[]>();
  for (const [name, text] of pairs) entries.set(name, [...(entries.get(name) ?? []), text]);
  return entries;
}
