import { isOpen } from "@/db/job-state";
import type { JobView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

export function DeleteDialog({ job, action }: { job: JobView; action: Action }) {
  return (
    <Dialog id="delete" title={t("Delete this job?")}>
      <ActionForm action={action} className="flex flex-col gap-4">
        <input type="hidden" name="job" value={job.id} />
        <p>
          {isOpen(job.status) ? `${t("The job is stopped first.")} ` : ""}
          {explainLoss(job)} {t("This cannot be undone.")}
        </p>
        <div className="flex gap-2">
          <SubmitButton variant="danger">{t("Delete")}</SubmitButton>
          <Button command="close" commandfor="delete">
            {t("Keep job")}
          </Button>
        </div>
      </ActionForm>
    </Dialog>
  );
}

function explainLoss({ files, hasMoreFiles }: JobView): string {
  const count = files.filter((file) => file.direction === "output").length;
  if (count === 0) return t("This also deletes its output, and its link stops working.");
  if (hasMoreFiles)
    return t("This also deletes its output and more than {count, number} files, and its link stops working.", {
      count,
    });
  return t(
    "{count, plural, one {This also deletes its output and # file, and its link stops working.} other {This also deletes its output and # files, and its link stops working.}}",
    { count },
  );
}
