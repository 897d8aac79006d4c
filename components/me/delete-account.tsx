import { phrase, t } from "@/server/language/text";
import { type Action, TextField } from "../ui/action-form";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { JobsChoice } from "./jobs-choice";

const choices = [
  {
    value: "delete",
    title: phrase("Delete them"),
    text: phrase("What waits or runs is stopped; their files go within two hours."),
  },
  {
    value: "keep",
    title: phrase("Leave them to the staff"),
    text: phrase("Without your name. Their links stop working, and nobody but staff finds them."),
  },
];

/** Deletes one's own account, after asking for the password and what becomes of the jobs. */
export function DeleteAccount({ action }: { action: Action }) {
  return (
    <ConfirmDialog
      id="delete-account"
      open={t("Delete my account …")}
      title={t("Delete my account?")}
      button={t("Delete my account")}
      action={action}
      fields={{}}
    >
      <p>{t("Your sessions, API keys, favourites and scrapbook go with it. This cannot be undone.")}</p>
      <JobsChoice legend={t("What becomes of your jobs?")} options={choices} />
      <TextField name="password" label={t("Your password")} type="password" autoComplete="current-password" required />
    </ConfirmDialog>
  );
}
