import { toForm } from "@/command-line/form";
import { readsInput, readsSecretFromInput } from "@/command-line/standard-input";
import { FormSections } from "@/components/fields/form-sections";
import { RefusalNotice } from "@/components/scripts/form-notices";
import { FormSearch } from "@/components/scripts/form-search";
import { JobNameFields } from "@/components/scripts/job-name-fields";
import { StandardInputField } from "@/components/scripts/standard-input-field";
import { t } from "@/server/language/text";
import type { FullVersion } from "@/server/scripts/queries";
import type { FilledForm } from "./fill";

/** Forms with more fields start with only their first section open. */
const longForm = 25;
/** Forms with more fields load each sub-command when it is selected. */
const largeForm = 150;

interface Props {
  scriptName: string;
  version: FullVersion;
  prefill: FilledForm;
}

/** Everything in a script's form but its button. */
export function FormFields({ scriptName, version, prefill }: Props) {
  const form = toForm(version.spec);
  return (
    <>
      {prefill.refusals.length > 0 ? <RefusalNotice texts={prefill.refusals} /> : null}
      <input type="hidden" name="$version" value={version.id} />
      {form.fieldCount > longForm ? <FormSearch count={form.fieldCount} /> : null}
      <FormSections
        form={form}
        prefill={prefill}
        isLong={form.fieldCount > longForm}
        isLarge={form.fieldCount > largeForm}
      />
      {form.fieldCount === 0 ? <p className="text-muted">{t("This script takes no parameters.")}</p> : null}
      <JobNameFields scriptName={scriptName} {...prefill.job} />
      {readsSecretFromInput(version.spec) ? null : (
        <StandardInputField prefill={prefill} isExpected={readsInput(version.spec)} />
      )}
    </>
  );
}
