import { type Action, FormField } from "../ui/action-form";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { JobsChoice } from "./jobs-choice";

const choices = [
  { value: "delete", title: "Delete them", text: "What waits or runs is stopped; their files go within two hours." },
  {
    value: "keep",
    title: "Leave them to the staff",
    text: "Without your name. Their links stop working, and nobody but staff finds them.",
  },
];

/** Deletes one's own account, after asking for the password and what becomes of the jobs. */
export function DeleteAccount({ action }: { action: Action }) {
  return (
    <ConfirmDialog
      id="delete-account"
      open="Delete my account …"
      title="Delete my account?"
      button="Delete my account"
      action={action}
      fields={{}}
    >
      <p>Your sessions, API keys, favourites and scrapbook go with it. This cannot be undone.</p>
      <JobsChoice legend="What becomes of your jobs?" options={choices} />
      <FormField name="password" label="Your password" type="password" autoComplete="current-password" required />
    </ConfirmDialog>
  );
}
