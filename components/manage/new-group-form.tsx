import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { TextField } from "../ui/text-field";

/** A form that creates a group with a name. All other settings are on the group's page. */
export function NewGroupForm({ label, button, action }: { label: string; button: string; action: Action }) {
  return (
    <ActionForm action={action} className="flex flex-wrap items-end gap-2">
      <TextField name="name" label={label} required maxLength={100} className="min-w-48 flex-1 sm:max-w-80" />
      <SubmitButton variant="plain">{button}</SubmitButton>
    </ActionForm>
  );
}
