import { Copy, Ellipsis, OctagonX, Pencil, Play, RotateCcw, Square, Trash2 } from "lucide-react";
import { isOpen } from "@/db/job-state";
import type { JobView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { versionPath } from "../scripts/versions-menu";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { ButtonLink } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Menu, MenuButton, MenuLink } from "../ui/menu";
import { DeleteDialog } from "./delete-dialog";
import { RenameDialog } from "./rename-dialog";
import { type ShareActions, ShareButton, ShareDialog } from "./share-dialog";

export interface JobActionSet extends ShareActions {
  stop: Action;
  kill: Action;
  resubmit: Action;
  rerun: Action;
  rename: Action;
  remove: Action;
}

/** The actions on a job. Visitors can copy its link, and clone it if they may use the script. */
export function JobActions({ job, actions }: { job: JobView; actions: JobActionSet | null }) {
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
      {job.visibility === "private" ? null : (
        <CopyButton text={permalink} label={t("Copy permalink")} variant="primary" />
      )}
      {actions ? <ShareButton /> : null}
      <ButtonLink href={`/scripts/${job.script.slug}/jobs/${job.isOwner ? job.id : job.uuid}`}>{t("Clone")}</ButtonLink>
      {actions && !open ? (
        <JobAction job={job} action={actions.resubmit}>
          <SubmitButton variant="plain">
            <Play />
            {t("Re-run")}
          </SubmitButton>
        </JobAction>
      ) : null}
      {actions ? (
        <>
          <Menu id="more" size="icon" name={t("More actions")} label={<Ellipsis />}>
            {job.version.isDefault || !job.version.isActive ? null : (
              <MenuLink href={`${versionPath(job.script.slug, job.version)}/jobs/${job.id}`}>
                <Copy className="text-muted" />
                {t("Clone with the original version (v{version})", {
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
            ) : (
              <JobAction job={job} action={actions.rerun}>
                <MenuButton type="submit">
                  <RotateCcw className="text-muted" />
                  {t("Re-run and replace this result")}
                </MenuButton>
              </JobAction>
            )}
            <MenuButton type="button" command="show-modal" commandfor="delete" className="text-failed">
              <Trash2 />
              {t("Delete")}
            </MenuButton>
          </Menu>
          <ShareDialog job={job} actions={actions} />
          <RenameDialog job={job} action={actions.rename} />
          <DeleteDialog job={job} action={actions.remove} />
        </>
      ) : null}
    </>
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
