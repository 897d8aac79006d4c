import type { JobView } from "@/server/jobs/view";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { isOpen } from "./states";

export function DeleteDialog({ job, action }: { job: JobView; action: Action }) {
  const outputs = job.files.filter((file) => file.direction === "output").length;
  return (
    <Dialog id="delete" title="Delete this job?">
      <ActionForm action={action} className="flex flex-col gap-4">
        <input type="hidden" name="job" value={job.id} />
        <p>
          {isOpen(job.status) ? "It is stopped first. " : ""}Its output
          {outputs > 0 ? ` and ${outputs}${job.hasMoreFiles ? "+" : ""} ${outputs === 1 ? "file" : "files"}` : ""} go
          with it, and its link opens nothing any more. This cannot be undone.
        </p>
        <div className="flex gap-2">
          <SubmitButton variant="danger">Delete</SubmitButton>
          <Button command="close" commandfor="delete">
            Keep it
          </Button>
        </div>
      </ActionForm>
    </Dialog>
  );
}
