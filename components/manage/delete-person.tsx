import { phrase, t } from "@/server/language/text";
import { JobsChoice } from "../me/jobs-choice";
import { type Action, TextField } from "../ui/action-form";
import { ConfirmDialog } from "../ui/confirm-dialog";

const choices = [
  {
    value: "delete",
    title: phrase("Delete them"),
    text: phrase("What waits or runs is stopped; their files go within two hours."),
  },
  {
    value: "keep",
    title: phrase("Keep them for staff"),
    text: phrase("Without an owner, private, and kept as long as visitors’ jobs are."),
  },
  { value: "give", title: phrase("Give them to somebody"), text: phrase("To the account named below.") },
];

/** Deletes an account, after asking what becomes of its jobs. */
export function DeletePerson({ person, action }: { person: { id: number; username: string }; action: Action }) {
  return (
    <ConfirmDialog
      id="delete-person"
      open={t("Delete the account …")}
      title={t("Delete {name}?", { name: person.username })}
      button={t("Delete the account")}
      action={action}
      fields={{ user: person.id }}
    >
      <JobsChoice legend={t("What becomes of their jobs?")} options={choices} />
      <TextField name="receiver" label={t("User name of who gets them")} autoComplete="off" autoCapitalize="none" />
    </ConfirmDialog>
  );
}
