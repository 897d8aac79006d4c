import type { OpenJob } from "@/server/jobs/open-jobs";
import { t } from "@/server/language/text";
import { AutoRefresh } from "../manage/auto-refresh";
import { displayName } from "../ui/display-name";
import { Link } from "../ui/link";
import { Timestamp } from "../ui/timestamp";
import { JobProgress } from "./job-progress";
import { LiveList } from "./live-list";
import { findProgress, type Progress } from "./progress";
import { StateBadge } from "./state-badge";

/** The user's waiting and running jobs, with the progress that their scripts report. */
export function OpenJobList({ jobs, hasMore }: { jobs: OpenJob[]; hasMore: boolean }) {
  const rows = jobs.map((job) => ({ job, progress: findProgress(job.outputEnd) }));
  return (
    <section aria-labelledby="open-jobs">
      <div className="mb-2 flex items-baseline gap-3 text-13">
        <h2 id="open-jobs" className="font-medium text-muted">
          {t("My waiting and running jobs")}
        </h2>
        {hasMore ? (
          <Link href="/jobs/?status=open" className="text-accent hover:underline">
            {t("All", {}, "jobs")}
          </Link>
        ) : null}
      </div>
      <ul className="divide-y divide-line rounded-control border border-line bg-surface">
        {rows.map((row) => (
          <OpenJobRow key={row.job.id} {...row} />
        ))}
      </ul>
      <LiveList ids={jobs.map((job) => job.id)} showsNewest />
      {rows.some(({ progress }) => progress) ? <AutoRefresh seconds={10} /> : null}
    </section>
  );
}

function OpenJobRow({ job, progress }: { job: OpenJob; progress: Progress | null }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <span className="w-24 shrink-0">
        <StateBadge status={job.status} />
      </span>
      <Link href={`/jobs/${job.id}/`} className="min-w-0 flex-1 truncate rounded-[4px] font-medium hover:text-accent">
        <bdi>{displayName(job.name)}</bdi>
      </Link>
      <bdi className="max-w-56 truncate text-13 text-muted max-sm:hidden">{job.script.name}</bdi>
      {progress ? (
        <div className="w-full sm:w-64">
          <JobProgress {...progress} />
        </div>
      ) : null}
      <span className="text-right text-13 text-muted max-sm:hidden sm:w-28">
        <Timestamp at={job.createdAt} />
      </span>
    </li>
  );
}
