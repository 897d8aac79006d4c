import { JobsChoice } from "../me/jobs-choice";
import { type Action, FormField } from "../ui/action-form";
import { ConfirmDialog } from "../ui/confirm-dialog";

const choices = [
  { value: "delete", title: "Delete them", text: "What waits or runs is stopped; their files go within two hours." },
  {
    value: "keep",
    title: "Keep them for staff",
    text: "Without an owner, private, and kept as long as visitors’ jobs are.",
  },
  { value: "give", title: "Give them to somebody", text: "To the account named below." },
];

/** Deletes an account, after asking what becomes of its jobs. */
export function DeletePerson({ person, action }: { person: { id: number; username: string }; action: Action }) {
  return (
    <ConfirmDialog
      id="delete-person"
      open="Delete the account …"
      title={`Delete ${person.username}?`}
      button="Delete the account"
      action={action}
      fields={{ user: person.id }}
    >
      <JobsChoice legend="What becomes of their jobs?" options={choices} />
      <FormField name="receiver" label="User name of who gets them" autoComplete="off" autoCapitalize="none" />
    </ConfirmDialog>
  );
}
