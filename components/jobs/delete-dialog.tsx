import type { JobView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { isOpen } from "./states";

export function DeleteDialog({ job, action }: { job: JobView; action: Action }) {
  return (
    <Dialog id="delete" title={t("Delete this job?")}>
      <ActionForm action={action} className="flex flex-col gap-4">
        <input type="hidden" name="job" value={job.id} />
        <p>
          {isOpen(job.status) ? `${t("It is stopped first.")} ` : ""}
          {explainLoss(job)} {t("This cannot be undone.")}
        </p>
        <div className="flex gap-2">
          <SubmitButton variant="danger">{t("Delete")}</SubmitButton>
          <Button command="close" commandfor="delete">
            {t("Keep it")}
          </Button>
        </div>
      </ActionForm>
    </Dialog>
  );
}

function explainLoss({ files, hasMoreFiles }: JobView): string {
  const count = files.filter((file) => file.direction === "output").length;
  if (count === 0) return t("Its output goes with it, and its link opens nothing any more.");
  if (hasMoreFiles)
    return t("Its output and more than {count, number} files go with it, and its link opens nothing any more.", {
      count,
    });
  return t(
    "{count, plural, one {Its output and # file go with it, and its link opens nothing any more.} other {Its output and # files go with it, and its link opens nothing any more.}}",
    { count },
  );
}
