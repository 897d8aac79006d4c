import type { RecentRun } from "@/server/jobs/recent-runs";
import { t } from "@/server/language/text";
import { StateBadge } from "../jobs/state-badge";
import { displayName } from "../ui/display-name";
import { Link } from "../ui/link";
import { Timestamp } from "../ui/timestamp";

/** The user's latest runs of a script, each with a link to its page and one that fills the form with its values. */
export function RecentRuns({ slug, runs }: { slug: string; runs: RecentRun[] }) {
  if (runs.length === 0) return null;
  return (
    <section aria-labelledby="recent" className="rounded-control border border-line bg-surface">
      <div className="flex items-center justify-between px-3 pt-2">
        <h2 id="recent" className="font-semibold">
          {t("My recent runs")}
        </h2>
        <Link href={`/jobs/?script=${slug}`} className="text-13 text-accent hover:underline">
          {t("All", {}, "jobs")}
        </Link>
      </div>
      <ul className="p-1">
        {runs.map((run) => (
          <li key={run.id} className="px-2 py-1.5">
            <div className="flex items-center gap-2">
              <StateBadge status={run.status} />
              <Link href={`/jobs/${run.id}/`} className="min-w-0 flex-1 truncate hover:underline">
                <bdi>{displayName(run.name)}</bdi>
              </Link>
              <span className="text-13 text-muted">
                <Timestamp at={run.createdAt} />
              </span>
            </div>
            <div className="flex items-baseline gap-2 pl-5.5 text-13">
              <code className="min-w-0 flex-1 truncate font-mono text-12 text-muted" title={run.given.slice(0, 1000)}>
                <bdi>{run.given === "" ? t("with defaults") : displayName(run.given.slice(0, 300))}</bdi>
              </code>
              <Link
                href={`/scripts/${slug}/jobs/${run.id}`}
                className="text-accent hover:underline"
                aria-label={t("Use the values of {name}", { name: displayName(run.name) })}
              >
                {t("Use values")}
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
