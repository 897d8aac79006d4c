import type { WooeyScript } from "@/server/scripts/wooey-answers";
import { type Action, ActionForm, FormField, SubmitButton } from "../ui/action-form";
import { Checkbox } from "../ui/switch";

/** A script's details as its editor has them. */
export function ScriptDetailsForm({ script, action }: { script: WooeyScript; action: Action }) {
  return (
    <ActionForm action={action} className="flex flex-col gap-3">
      <input type="hidden" name="slug" value={script.slug} />
      <FormField name="script_name" label="Name" defaultValue={script.script_name} maxLength={255} required />
      <FormField name="group" label="Group" defaultValue={script.group} help="A new name makes a new group." />
      <FormField name="script_description" label="Description" defaultValue={script.script_description} />
      <FormField
        name="documentation"
        label="Documentation"
        rows={6}
        defaultValue={script.documentation}
        help="Markdown, shown folded above the form."
      />
      <FormField
        name="script_order"
        label="Order in its group"
        type="number"
        min={1}
        defaultValue={script.script_order}
      />
      <Checkbox name="is_active" defaultChecked={script.is_active}>
        Active: people see and run it
      </Checkbox>
      <Checkbox name="ignore_bad_imports" defaultChecked={script.ignore_bad_imports}>
        Add versions even when a module they import is missing here
      </Checkbox>
      <SubmitButton className="self-start">Save</SubmitButton>
    </ActionForm>
  );
}
