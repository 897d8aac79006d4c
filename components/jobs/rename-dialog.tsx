import type { JobView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/text-field";

export function RenameDialog({ job, action }: { job: JobView; action: Action }) {
  return (
    <Dialog id="rename" title={t("Rename this job")}>
      <ActionForm action={action} closesDialog className="flex flex-col gap-3">
        <input type="hidden" name="job" value={job.id} />
        <TextField name="job_name" label={t("Name")} defaultValue={job.name} maxLength={1000} required />
        <TextField name="job_description" label={t("Description")} rows={4} defaultValue={job.description} />
        <div className="flex gap-2">
          <SubmitButton>{t("Save")}</SubmitButton>
          <Button command="close" commandfor="rename">
            {t("Cancel")}
          </Button>
        </div>
      </ActionForm>
    </Dialog>
  );
}
