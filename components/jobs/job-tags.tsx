import { NotebookText, Pencil } from "lucide-react";
import type { JobView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Button, buttonClass } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Checkbox } from "../ui/switch";
import { TagLinks } from "../ui/tag-links";
import { TextField } from "../ui/text-field";
import { jobTagPath } from "./job-list-query";

interface Props {
  job: JobView;
  /** Null for those who may not change the job. */
  action: Action | null;
  /** The tags of the reader's jobs, to choose from. */
  knownTags: string[];
}

/** The tags of a job as links to the jobs that have them, a dialog that changes them, and a link to the notes. */
export function JobTags({ job, action, knownTags }: Props) {
  return (
    <>
      <TagLinks tags={job.tags} hrefOf={(tag) => jobTagPath(tag, scopeOf(job))} label={t("Tags")} />
      {job.notes ? (
        <a href="#notes" className={buttonClass("quiet", "small")}>
          <NotebookText />
          {t("Notes")}
        </a>
      ) : null}
      {action ? (
        <>
          <Button variant="quiet" size="small" command="show-modal" commandfor="tags">
            <Pencil />
            {job.tags.length > 0 ? t("Edit tags") : t("Add tags")}
          </Button>
          <TagsDialog job={job} action={action} knownTags={knownTags} />
        </>
      ) : null}
    </>
  );
}

/** The narrowest list that contains the job for this reader. */
function scopeOf(job: JobView) {
  if (job.isMine) return "mine";
  return job.isOwner ? "all" : "public";
}

/** Checkboxes for the tags that the reader uses, and a field for new ones. */
function TagsDialog({ job, action, knownTags }: { job: JobView; action: Action; knownTags: string[] }) {
  const offered = [...new Set([...job.tags, ...knownTags])];
  return (
    <Dialog id="tags" title={t("Tags of this job")}>
      {/* The key makes the boxes show the stored tags after each change. */}
      <ActionForm key={job.tags.join()} action={action} closesDialog className="flex flex-col gap-3">
        <input type="hidden" name="job" value={job.id} />
        {offered.length > 0 ? (
          <fieldset className="flex max-h-60 flex-wrap gap-x-4 overflow-y-auto">
            <legend className="mb-1 font-medium">{t("Your tags")}</legend>
            {offered.map((tag) => (
              <Checkbox key={tag} name="tag" value={tag} defaultChecked={job.tags.includes(tag)}>
                <bdi className="break-all">{tag}</bdi>
              </Checkbox>
            ))}
          </fieldset>
        ) : null}
        <TextField
          name="tags"
          label={t("New tags")}
          autoComplete="off"
          help={t("Separate them with commas. You can filter the list of jobs by tags.")}
        />
        <div className="flex gap-2">
          <SubmitButton>{t("Save")}</SubmitButton>
          <Button command="close" commandfor="tags">
            {t("Cancel")}
          </Button>
        </div>
      </ActionForm>
    </Dialog>
  );
}
