import type { JobRow } from "@/server/jobs/view";
import { StateBadge } from "../jobs/state-badge";
import { Link } from "../ui/link";
import { Moment } from "../ui/moment";
import { shownName } from "../ui/shown-name";

/** One's own latest runs of a script, each with a link to its page and one that fills the form with its values. */
export function RecentRuns({ slug, runs }: { slug: string; runs: JobRow[] }) {
  if (runs.length === 0) return null;
  return (
    <section aria-labelledby="recent" className="rounded-control border border-line bg-surface">
      <div className="flex items-center justify-between px-3 pt-2">
        <h2 id="recent" className="font-semibold">
          My recent runs
        </h2>
        <Link href={`/jobs/?script=${slug}`} className="text-13 text-accent hover:underline">
          All
        </Link>
      </div>
      <ul className="p-1">
        {runs.map((run) => (
          <li key={run.id} className="flex h-9 items-center gap-2 px-2">
            <StateBadge status={run.status} />
            <Link href={`/jobs/${run.id}/`} className="min-w-0 flex-1 truncate hover:underline">
              <bdi>{shownName(run.name)}</bdi>
            </Link>
            <span className="text-13 text-muted">
              <Moment at={run.createdAt} />
            </span>
            <Link
              href={`/scripts/${slug}/jobs/${run.id}`}
              className="text-13 text-accent hover:underline"
              aria-label={`Use the values of ${shownName(run.name)}`}
            >
              Use
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
