import { Lock } from "lucide-react";
import { t } from "@/server/language/text";
import type { HomeScript } from "@/server/scripts/home";
import { StateBadge } from "../jobs/state-badge";
import { Link } from "../ui/link";
import { TagLinks } from "../ui/tag-links";
import { Timestamp } from "../ui/timestamp";
import { FavoriteButton } from "./favorite-button";
import { homePath } from "./home-path";

interface Props {
  script: HomeScript;
  /** Whether the user can have favourites. Visitors cannot. */
  hasFavorites: boolean;
}

/** A script on the home page: its name and description, a star, and the user's last run. */
export function ScriptCard({ script, hasFavorites }: Props) {
  if (script.isLocked) return <LockedCard script={script} />;
  return (
    <li className="script-card">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 font-semibold">
          <Link
            href={`/scripts/${script.slug}/`}
            className="outline-none after:absolute after:inset-0 hover:text-accent"
          >
            {script.name}
          </Link>
        </h3>
        <div className="relative z-10 -my-2 -mr-2.5 flex items-center">
          {script.versionLabel ? <span className="text-12 text-faint tabular">{script.versionLabel}</span> : null}
          {hasFavorites ? (
            <FavoriteButton scriptId={script.id} name={script.name} isFavorite={script.isFavorite} />
          ) : (
            <span className="w-2.5" />
          )}
        </div>
      </div>
      <p className="line-clamp-2 text-muted">{script.description}</p>
      {script.tags.length > 0 ? (
        <div className="relative z-10 mt-1 self-start">
          <TagLinks
            tags={script.tags}
            hrefOf={(tag) => homePath({ tag })}
            label={t("Tags of {name}", { name: script.name })}
            shownMax={2}
          />
        </div>
      ) : null}
      {script.lastRun ? (
        <p className="mt-auto pt-1.5 text-13">
          <Link
            href={`/jobs/${script.lastRun.jobId}/`}
            className="relative z-10 inline-flex items-center gap-1.5 rounded-[4px] hover:underline"
          >
            <StateBadge status={script.lastRun.status} />
            {script.lastRun.endedAt ? (
              <span className="text-muted">
                <Timestamp at={script.lastRun.endedAt} />
              </span>
            ) : null}
          </Link>
        </p>
      ) : null}
    </li>
  );
}

function LockedCard({ script }: { script: HomeScript }) {
  return (
    <li className="flex min-h-22 flex-col rounded-control border border-dashed border-line px-4 py-3 text-muted">
      <h3 className="flex items-center gap-2 font-medium">
        <Lock className="shrink-0" />
        {script.mayTry ? (
          <Link href={`/scripts/${script.slug}/`} className="hover:text-accent hover:underline">
            {script.name}
          </Link>
        ) : (
          script.name
        )}
      </h3>
      <p className="line-clamp-1">{script.description}</p>
      <p className="mt-auto pt-1 text-13">{script.lockReason}</p>
    </li>
  );
}
