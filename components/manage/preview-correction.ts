import { applyCorrections, type Correction } from "@/command-line/corrections";
import { type FormModel, toForm } from "@/command-line/form";
import { toInitialEntries } from "@/command-line/form-entries";
import type { Parameter, ScriptSpec } from "@/command-line/spec";
import type { Prefill } from "../fields/field-data";

export interface CorrectionPreview {
  /** A form that contains only the parameter; it has no section if the parameter is hidden. */
  form: FormModel;
  prefill: Prefill;
  /** Why parts of the correction do not fit the parameter, as sentences. */
  problems: string[];
}

/** A preview of a parameter with a correction, which may be incomplete. `group` is the title of its section. */
export function previewCorrection(parameter: Parameter, group: string, patch: Correction): CorrectionPreview {
  const { mutex: _, ...single } = parameter;
  const groups = group === "" ? [] : [{ id: parameter.group ?? "group", title: group, standard: false }];
  const command = { name: "", groups, mutex: [], params: [single] };
  const original: ScriptSpec = { schema: 1, engine: "argparse", method: "runtime", stubbed: [], warnings: [], command };
  const { spec, outdated: problems } = applyCorrections(original, [
    { path: parameter.id, patch: withoutIncompleteNumbers(patch) },
  ]);
  const entries = new Map<string, string[]>();
  for (const [path, text] of toInitialEntries(spec)) entries.set(path, [...(entries.get(path) ?? []), text]);
  return { form: toForm(spec), prefill: { entries, fileNames: new Map() }, problems };
}

/** Leaves out bounds that are not numbers yet, such as "-". */
function withoutIncompleteNumbers(patch: Correction): Correction {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => !Number.isNaN(value)));
}
