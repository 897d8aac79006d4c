import { Bot, Globe, Lock } from "lucide-react";
import type { JobRow } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { displayName } from "../ui/display-name";
import { Link } from "../ui/link";
import { Td } from "../ui/table";
import { TagLinks } from "../ui/tag-links";
import { Timestamp } from "../ui/timestamp";
import { formatMetric } from "./format-metric";

interface Props {
  job: JobRow;
  /** The names of metrics that are shown as columns. */
  columns: string[];
  /** The list with the jobs that have a tag. */
  hrefOfTag: (tag: string) => string;
}

/** How many tags a row shows. */
const tagsMax = 6;

/** The name of a job in a table with its tags and, on a phone, what other columns show on larger screens. */
export function JobNameCell({ job, columns, hrefOfTag }: Props) {
  return (
    <Td className="w-full max-w-0 min-w-24 sm:w-1/2">
      <Link
        href={job.isOwner ? `/jobs/${job.id}/` : `/jobs/${job.uuid}/`}
        className="flex items-center gap-1.5 rounded-[4px] font-medium hover:text-accent"
      >
        <bdi className="truncate">{displayName(job.name)}</bdi>
        <Visibility job={job} />
        <Client job={job} />
      </Link>
      <span className="block truncate text-13 text-muted sm:hidden">
        <Timestamp at={job.createdAt} /> · <bdi>{job.script.name}</bdi>
      </span>
      {job.tags.length > 0 ? (
        <div className="mt-1">
          <TagLinks
            tags={job.tags}
            hrefOf={hrefOfTag}
            label={t("Tags of {name}", { name: displayName(job.name) })}
            shownMax={tagsMax}
          />
        </div>
      ) : null}
      {columns.length > 0 ? <MetricLine job={job} columns={columns} /> : null}
    </Td>
  );
}

/** The value of a metric of a job; "" if the job has none with this name. */
export function metricText(job: JobRow, name: string): string {
  const metric = job.metrics?.find((each) => each.name === name);
  return metric ? formatMetric(metric.value) : "";
}

/** The chosen metrics below the name, on a phone. */
function MetricLine({ job, columns }: { job: JobRow; columns: string[] }) {
  const shown = columns.filter((name) => metricText(job, name) !== "");
  return (
    <span className="block truncate text-13 text-muted tabular sm:hidden">
      {shown.map((name) => (
        <bdi key={name} className="mr-3">
          {displayName(name)} {metricText(job, name)}
        </bdi>
      ))}
    </span>
  );
}

function Visibility({ job }: { job: JobRow }) {
  if (job.visibility === "private")
    return <Lock role="img" aria-label={t("only me")} size={14} className="shrink-0 text-faint" />;
  if (job.visibility === "public")
    return <Globe role="img" aria-label={t("public")} size={14} className="shrink-0 text-faint" />;
  return null;
}

/** Says that a program submitted the job, and which one. */
function Client({ job: { client } }: { job: JobRow }) {
  if (client === null) return null;
  const label = t("through {client}", { client });
  return (
    <span title={label} className="shrink-0 text-faint">
      <Bot role="img" aria-label={label} size={14} />
    </span>
  );
}
