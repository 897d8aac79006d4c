import { type ComponentProps, Fragment } from "react";
import { isOpen } from "@/db/job-state";
import type { JobView } from "@/server/jobs/view";
import { formatDuration } from "@/server/language/format";
import { t } from "@/server/language/text";
import { versionLabel } from "../scripts/version-label";
import { versionPath } from "../scripts/versions-menu";
import { displayName } from "../ui/display-name";
import { Elapsed } from "../ui/elapsed";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Timestamp } from "../ui/timestamp";
import { explainDropped, explainEnd, explainTimes, isScriptFailure } from "./explain-end";
import { JobActions } from "./job-actions";
import { JobTags } from "./job-tags";
import { StateBadge } from "./state-badge";
import { stateLabels } from "./states";

interface Props extends ComponentProps<typeof JobActions> {
  /** The tags of the reader's jobs. */
  knownTags: string[];
}

/** A job's state, name and most important details, the actions on it, and how it ended. */
export function JobHeader({ job, actions, origin, knownTags }: Props) {
  const name = displayName(job.name);
  const reason = isScriptFailure(job) ? null : explainEnd(job);
  return (
    <div className="flex flex-col gap-3">
      <PageHeader
        lead={<StateBadge status={job.status} isLarge />}
        title={
          <bdi className="line-clamp-3" title={name}>
            {name}
          </bdi>
        }
        note={<Summary job={job} />}
        actions={<JobActions job={job} actions={actions} origin={origin} />}
      />
      <p role="status" className="sr-only">
        {name}: {t(stateLabels[job.status])}
      </p>
      {job.description ? <p className="max-w-prose whitespace-pre-line">{job.description}</p> : null}
      {job.tags.length > 0 || job.notes || actions ? (
        <div className="-mt-1 flex flex-wrap items-center gap-1">
          <JobTags job={job} action={actions?.tags ?? null} knownTags={knownTags} />
        </div>
      ) : null}
      {job.stopRequestedAt && isOpen(job.status) ? (
        <Notice kind="warning" role="status">
          {job.killRequested
            ? t("The job is being killed.")
            : t("The job was asked to stop. It has a short time to end by itself.")}
        </Notice>
      ) : null}
      {reason ? <Notice kind={noticeKind(job)}>{reason}</Notice> : null}
      {job.outputDroppedBytes > 0 ? <Notice kind="warning">{explainDropped(job.outputDroppedBytes)}</Notice> : null}
    </div>
  );
}

function noticeKind({ status }: JobView): "info" | "warning" | "bad" {
  if (status === "stopped") return "info";
  return status === "error" || status === "interrupted" ? "warning" : "bad";
}

function Times({ job }: { job: JobView }) {
  const now = new Date().toISOString();
  if (job.endedAt) return explainTimes(job, new Date());
  const time = <Elapsed since={(job.startedAt ?? job.createdAt).toISOString()} now={now} />;
  return fill(job.startedAt ? t("running for {time}") : t("waiting for {time}"), { time });
}

/** Who submitted the job, and through which program. */
function Submitter({ job: { owner, client } }: { job: JobView }) {
  if (client === null) return owner?.name;
  return (
    <bdi>
      {owner ? t("{person}, through {client}", { person: owner.name, client }) : t("through {client}", { client })}
    </bdi>
  );
}

function Summary({ job }: { job: JobView }) {
  const { script, version } = job;
  const usual =
    job.usualSeconds === null ? "" : ` ${t("(usually {time})", { time: formatDuration(job.usualSeconds * 1000) })}`;
  const details = [
    <Link key="script" href={versionPath(script.slug, version)} className="hover:text-accent hover:underline">
      {script.name} {versionLabel(version)}
    </Link>,
    ...(job.owner || job.client ? [<Submitter key="owner" job={job} />] : []),
    <Timestamp key="created" at={job.createdAt} />,
    <span key="times" className="tabular">
      <Times job={job} />
      {isOpen(job.status) || job.status === "completed" ? usual : ""}
    </span>,
    ...(job.exitCode === null ? [] : [<span key="exit">{t("exit code {code}", { code: job.exitCode })}</span>]),
    ...(job.attempt > 1 ? [<span key="attempt">{t("attempt {number}", { number: job.attempt })}</span>] : []),
  ];
  return (
    <p className="flex flex-wrap gap-x-1.5">
      {details.map((detail, index) => (
        <Fragment key={detail.key}>
          {index > 0 ? <span aria-hidden>·</span> : null}
          {detail}
        </Fragment>
      ))}
    </p>
  );
}
