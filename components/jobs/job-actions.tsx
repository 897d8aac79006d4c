import { ChevronDown, Copy, Ellipsis, OctagonX, Pencil, Play, RotateCcw, Square, Trash2 } from "lucide-react";
import { isOpen } from "@/db/job-state";
import type { JobView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { versionPath } from "../scripts/versions-menu";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { ButtonLink } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Menu, MenuButton, MenuLink, MenuText } from "../ui/menu";
import { DeleteDialog } from "./delete-dialog";
import { RenameDialog } from "./rename-dialog";
import { type ShareActions, ShareButton, ShareDialog } from "./share-dialog";

export interface JobActionSet extends ShareActions {
  stop: Action;
  kill: Action;
  resubmit: Action;
  rerun: Action;
  rename: Action;
  tags: Action;
  remove: Action;
}

interface Props {
  job: JobView;
  /** Null for visitors. */
  actions: JobActionSet | null;
  /** The origin of this site, for the job's full URL. */
  origin: string;
}

/** The actions on a job. Visitors can copy its link, and edit and run it again if they may use the script. */
export function JobActions({ job, actions, origin }: Props) {
  const permalink = `/jobs/${job.uuid}/`;
  const open = isOpen(job.status);
  return (
    <>
      {open && actions ? (
        <JobAction job={job} action={job.stopRequestedAt ? actions.kill : actions.stop}>
          <SubmitButton variant="danger">
            {job.stopRequestedAt ? <OctagonX /> : <Square size={12} className="fill-current" />}
            {job.stopRequestedAt ? t("Kill") : t("Stop")}
          </SubmitButton>
        </JobAction>
      ) : null}
      {actions || job.visibility !== "private" ? (
        <div className="flex gap-1">
          {actions ? <ShareButton /> : null}
          {job.visibility === "private" ? null : (
            <CopyButton text={permalink} label={t("Copy link")} size={actions ? "icon" : "medium"} />
          )}
        </div>
      ) : null}
      <ButtonLink href={`/scripts/${job.script.slug}/jobs/${job.isOwner ? job.id : job.uuid}`}>
        <Pencil />
        {t("Edit and run again")}
      </ButtonLink>
      {actions && !open ? <RerunMenu job={job} actions={actions} /> : null}
      {actions ? (
        <>
          <Menu id="more" size="icon" name={t("More actions")} label={<Ellipsis />}>
            {job.version.isDefault || !job.version.isActive ? null : (
              <MenuLink href={`${versionPath(job.script.slug, job.version)}/jobs/${job.id}`}>
                <Copy className="text-muted" />
                {t("Edit and run again with the original version (v{version})", {
                  version: `${job.version.version}.${job.version.iteration}`,
                })}
              </MenuLink>
            )}
            <MenuButton type="button" command="show-modal" commandfor="rename">
              <Pencil className="text-muted" />
              {t("Rename")}
            </MenuButton>
            {open ? (
              <JobAction job={job} action={actions.kill}>
                <MenuButton type="submit">
                  <OctagonX className="text-muted" />
                  {t("Kill now")}
                </MenuButton>
              </JobAction>
            ) : null}
            <MenuButton type="button" command="show-modal" commandfor="delete" className="text-failed">
              <Trash2 />
              {t("Delete")}
            </MenuButton>
          </Menu>
          <ShareDialog job={job} actions={actions} url={`${origin}${permalink}`} />
          <RenameDialog job={job} action={actions.rename} />
          <DeleteDialog job={job} action={actions.remove} />
        </>
      ) : null}
    </>
  );
}

/** Runs a job again with the same values; each choice says what happens to the present result. */
function RerunMenu({ job, actions }: { job: JobView; actions: JobActionSet }) {
  const label = (
    <>
      <Play />
      {t("Re-run")}
      <ChevronDown />
    </>
  );
  return (
    <Menu id="rerun" label={label}>
      <JobAction job={job} action={actions.resubmit}>
        <MenuButton type="submit">
          <Play className="text-muted" />
          <MenuText title={t("As a new job")} note={t("This job and its result stay as they are.")} />
        </MenuButton>
      </JobAction>
      <JobAction job={job} action={actions.rerun}>
        <MenuButton type="submit">
          <RotateCcw className="text-muted" />
          <MenuText title={t("In place of this job")} note={t("Its output and files are deleted. Its link stays.")} />
        </MenuButton>
      </JobAction>
    </Menu>
  );
}

/** A form that sends the job's id to an action. */
export function JobAction(props: { job: { id: number }; action: Action; children: React.ReactNode }) {
  return (
    <ActionForm action={props.action} errorsAs="toast">
      <input type="hidden" name="job" value={props.job.id} />
      {props.children}
    </ActionForm>
  );
}
