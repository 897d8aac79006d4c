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
  const outputs = files.filter((file) => file.direction === "output").length;
  const count = `${outputs}${hasMoreFiles ? "+" : ""}`;
  if (outputs === 0) return t("Its output goes with it, and its link opens nothing any more.");
  return outputs === 1
    ? t("Its output and {count} file go with it, and its link opens nothing any more.", { count })
    : t("Its output and {count} files go with it, and its link opens nothing any more.", { count });
}
