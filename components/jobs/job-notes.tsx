import type { ReactNode } from "react";
import type { MentionedFiles } from "@/server/jobs/mentions";
import type { JobView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Disclosure } from "../ui/disclosure";
import { TextField } from "../ui/text-field";
import { Timestamp } from "../ui/timestamp";
import { NotesText } from "./notes-text";
import { NotesTools } from "./notes-tools";

export interface NotesActions {
  save: Action;
  preview: (id: number, text: string) => Promise<ReactNode>;
}

interface Props {
  job: JobView;
  /** `/jobs/<uuid or id>` */
  path: string;
  /** The files that the notes mention. */
  mentioned: MentionedFiles;
  /** Null for those who may not change the job. */
  actions: NotesActions | null;
}

/** The menu of files that can be mentioned shows this many. */
const filesMax = 50;

/** What people have written down about a job and its results, and a form that changes it. */
export function JobNotes({ job, path, mentioned, actions }: Props) {
  const { notes } = job;
  if (!notes && !actions) return null;
  return (
    <section aria-labelledby="notes" className="rounded-control border border-line bg-surface px-3 py-1">
      {notes ? (
        <>
          <div className="flex min-h-9 flex-wrap items-baseline gap-x-2 pt-1.5">
            <h2 id="notes" className="font-semibold">
              {t("Notes")}
            </h2>
            <span className="text-13 text-muted">
              <Timestamp at={notes.modifiedAt} />
            </span>
          </div>
          <NotesText text={notes.text} path={path} mentioned={mentioned} />
        </>
      ) : (
        <h2 id="notes" className="sr-only">
          {t("Notes")}
        </h2>
      )}
      {actions ? <NotesForm key={notes?.modifiedAt.getTime()} job={job} actions={actions} /> : null}
    </section>
  );
}

/** The key of this form changes with the notes, so it closes when they are saved. */
function NotesForm({ job, actions }: { job: JobView; actions: NotesActions }) {
  const files = job.files.filter((file) => file.withheld === null).map((file) => file.path);
  return (
    <Disclosure summary={job.notes ? t("Edit notes") : t("Add notes")}>
      <ActionForm action={actions.save} className="flex flex-col gap-2">
        <input type="hidden" name="job" value={job.id} />
        <input type="hidden" name="seen" value={job.notes?.modifiedAt.toISOString() ?? ""} />
        <TextField
          name="notes"
          label={t("Notes")}
          help={t("Markdown. Everyone who can open this job can read them. @ and a path mention a file: @results.csv")}
          rows={8}
          tools={
            <NotesTools name="notes" files={files.slice(0, filesMax)} preview={actions.preview.bind(null, job.id)} />
          }
          defaultValue={job.notes?.text ?? ""}
        />
        <SubmitButton className="self-start">{t("Save")}</SubmitButton>
      </ActionForm>
    </Disclosure>
  );
}
