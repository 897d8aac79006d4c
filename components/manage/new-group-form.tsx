import { type Action, ActionForm, SubmitButton, TextField } from "../ui/action-form";

/** Makes a group of a name; the rest is said on its own page. */
export function NewGroupForm({ label, button, action }: { label: string; button: string; action: Action }) {
  return (
    <ActionForm action={action} className="flex flex-wrap items-start gap-2">
      <TextField name="name" label={label} required maxLength={100} className="min-w-48 flex-1 sm:max-w-80" />
      <SubmitButton variant="plain" className="mt-[1.625rem]">
        {button}
      </SubmitButton>
    </ActionForm>
  );
}
