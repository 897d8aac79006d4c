import { phrase, t } from "@/server/language/text";
import { ConfirmPassword } from "../me/confirm-password";
import { JobsChoice } from "../me/jobs-choice";
import type { Action } from "../ui/action-form";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { TextField } from "../ui/text-field";

const choices = [
  {
    value: "delete",
    title: phrase("Delete the jobs"),
    text: phrase("Waiting and running jobs are stopped. Files are deleted within two hours."),
  },
  {
    value: "keep",
    title: phrase("Keep the jobs for staff"),
    text: phrase("The jobs become private and have no owner. They are kept as long as visitors’ jobs."),
  },
  { value: "give", title: phrase("Transfer the jobs"), text: phrase("To the account entered below.") },
];

/** Deletes an account after asking what happens to its jobs. */
export function DeletePerson({ person, action }: { person: { id: number; username: string }; action: Action }) {
  return (
    <ConfirmDialog
      id="delete-person"
      open={t("Delete account…")}
      title={t("Delete {name}?", { name: person.username })}
      button={t("Delete account")}
      action={action}
      fields={{ user: person.id }}
    >
      <JobsChoice legend={t("What happens to their jobs?")} options={choices} />
      <TextField name="receiver" label={t("Username of the new owner")} autoComplete="off" autoCapitalize="none" />
      <ConfirmPassword isNeeded={false} />
    </ConfirmDialog>
  );
}
