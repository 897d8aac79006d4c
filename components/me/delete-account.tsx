import { phrase, t } from "@/server/language/text";
import type { Action } from "../ui/action-form";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { TextField } from "../ui/text-field";
import { JobsChoice } from "./jobs-choice";

const choices = [
  {
    value: "delete",
    title: phrase("Delete the jobs"),
    text: phrase("Waiting and running jobs are stopped. Files are deleted within two hours."),
  },
  {
    value: "keep",
    title: phrase("Leave the jobs to staff"),
    text: phrase("Your name is removed from them, their links stop working, and only staff can find them."),
  },
];

/** Deletes the user's account after asking for the password and for what happens to the jobs. */
export function DeleteAccount({ action }: { action: Action }) {
  return (
    <ConfirmDialog
      id="delete-account"
      open={t("Delete my account…")}
      title={t("Delete my account?")}
      button={t("Delete my account")}
      action={action}
      fields={{}}
    >
      <p>{t("This also deletes your sessions, API keys, favourites and scrapbook. This cannot be undone.")}</p>
      <JobsChoice legend={t("What happens to your jobs?")} options={choices} />
      <TextField name="password" label={t("Your password")} type="password" autoComplete="current-password" required />
    </ConfirmDialog>
  );
}
