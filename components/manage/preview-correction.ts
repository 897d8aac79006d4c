import { applyCorrections, type Correction } from "@/command-line/corrections";
import { type FormModel, toForm } from "@/command-line/form";
import { toInitialEntries } from "@/command-line/form-values";
import type { Parameter, ScriptSpec } from "@/command-line/spec";
import type { Filled } from "../fields/field-data";

export interface CorrectionPreview {
  /** The one field in its section; no section where the form has no field for it. */
  form: FormModel;
  filled: Filled;
  /** Why parts of the correction do not fit. */
  unfitting: string[];
}

/** A parameter as the form would show it with a correction, which may be half typed. `group`: its section's title. */
export function previewCorrection(parameter: Parameter, group: string, patch: Correction): CorrectionPreview {
  const { mutex: _, ...alone } = parameter;
  const groups = group === "" ? [] : [{ id: parameter.group ?? "own", title: group, standard: false }];
  const command = { name: "", groups, mutex: [], params: [alone] };
  const read: ScriptSpec = { schema: 1, engine: "argparse", method: "runtime", stubbed: [], warnings: [], command };
  const { spec, unfitting } = applyCorrections(read, [{ path: parameter.id, patch: withoutNoNumbers(patch) }]);
  const entries = new Map<string, string[]>();
  for (const [path, text] of toInitialEntries(spec)) entries.set(path, [...(entries.get(path) ?? []), text]);
  return { form: toForm(spec), filled: { entries, fileNames: {} }, unfitting };
}

/** A bound such as "-" is none yet. */
function withoutNoNumbers(patch: Correction): Correction {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => !Number.isNaN(value)));
}
