import { z } from "zod";
import { isFileReference } from "@/command-line/file-reference";
import type { ScriptSpec } from "@/command-line/spec";
import type { Actor } from "@/server/auth/actor";
import { findJobByPath } from "@/server/jobs/queries";
import { entriesOf, type FilledForm, fileNamesOf, grouped } from "./fill";

const pairs = z.array(z.tuple([z.string(), z.string()])).max(10_000);

/** What a browser has kept of a form: its entries, the names of earlier files among them, and the job that has its files. */
export const draftInput = z.object({
  entries: pairs,
  fileNames: pairs.default([]),
  job: z.string().optional(),
});

/** What a form contained that the person comes back to. The files that they uploaded are those of the job. */
export async function fillDraft(
  actor: Actor,
  spec: ScriptSpec,
  draft: z.output<typeof draftInput>,
): Promise<FilledForm> {
  const job = draft.job === undefined ? null : await findJobByPath(actor, draft.job);
  const known = new Set(draft.entries.map((entry) => entry.join(" ")));
  const uploaded = job
    ? entriesOf(spec, job).filter((entry) => isFileReference(entry[1]) && !known.has(entry.join(" ")))
    : [];
  const entries = grouped([...draft.entries, ...uploaded]);
  const [name, description, tags] = ["$job_name", "$job_description", "$tags"].map((field) =>
    entries.get(field)?.at(-1),
  );
  return {
    entries,
    fileNames: new Map([...draft.fileNames, ...(job ? fileNamesOf(job) : [])]),
    job: { name, description, tags },
    commandError: null,
    refusals: [],
  };
}
