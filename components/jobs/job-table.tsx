import { Bot, Globe, Lock } from "lucide-react";
import type { JobRow } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { displayName } from "../ui/display-name";
import { Link } from "../ui/link";
import { Table, Td, Th } from "../ui/table";
import { TagLinks } from "../ui/tag-links";
import { Timestamp } from "../ui/timestamp";
import { explainTimes } from "./explain-end";
import { formatMetric } from "./format-metric";
import { JobTableKeys } from "./job-table-keys";
import { StateBadge } from "./state-badge";

interface Props {
  jobs: JobRow[];
  showsOwner: boolean;
  /** The id of the form to which the checkboxes belong; null if no action applies to several jobs. */
  bulkForm: string | null;
  /** The names of metrics that are shown as columns. */
  columns: string[];
  /** The list with the jobs that have a tag. */
  hrefOfTag: (tag: string) => string;
}

/** Jobs as a table, which hides some columns on a phone. */
export function JobTable({ jobs, showsOwner, bulkForm, columns, hrefOfTag }: Props) {
  const now = new Date();
  return (
    <JobTableKeys>
      <Table label={t("Jobs")}>
        <thead>
          <tr>
            {bulkForm ? (
              <Th className="w-8 pr-0">
                <input
                  type="checkbox"
                  data-all
                  aria-label={t("Select all jobs shown")}
                  className="block size-4 [@media(scripting:none)]:hidden"
                />
              </Th>
            ) : null}
            <Th>{t("State")}</Th>
            <Th>{t("Name")}</Th>
            <Th className="max-sm:hidden">{t("Script")}</Th>
            {showsOwner ? <Th className="max-md:hidden">{t("By")}</Th> : null}
            {columns.map((name) => (
              <Th key={name} className="max-w-40 truncate text-right max-sm:hidden" title={displayName(name)}>
                <bdi>{displayName(name)}</bdi>
              </Th>
            ))}
            <Th className="max-lg:hidden">{t("Time")}</Th>
            <Th className="text-right max-sm:hidden">{t("When")}</Th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id} data-row className="hover:bg-hover focus-within:bg-hover">
              {bulkForm ? (
                <Td className="pr-0">
                  {job.isOwner ? (
                    <input
                      type="checkbox"
                      form={bulkForm}
                      name="job"
                      value={job.id}
                      aria-label={t("Select {name}", { name: displayName(job.name) })}
                      className="block size-4"
                    />
                  ) : null}
                </Td>
              ) : null}
              <Td>
                <StateBadge status={job.status} />
              </Td>
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
                  <Timestamp at={job.createdAt} /> · {job.script.name}
                </span>
                {job.tags.length > 0 ? (
                  <div className="mt-1">
                    <TagLinks
                      tags={job.tags}
                      hrefOf={hrefOfTag}
                      label={t("Tags of {name}", { name: displayName(job.name) })}
                      shownMax={6}
                    />
                  </div>
                ) : null}
                {columns.length > 0 ? <MetricLine job={job} columns={columns} /> : null}
              </Td>
              <Td className="max-w-56 truncate text-muted max-sm:hidden">
                <Link href={`/scripts/${job.script.slug}/`} className="hover:text-accent hover:underline">
                  {job.script.name}
                </Link>
              </Td>
              {showsOwner ? <Td className="text-muted max-md:hidden">{job.owner?.name ?? t("anonymous")}</Td> : null}
              {columns.map((name) => (
                <Td key={name} className="max-w-40 truncate text-right tabular max-sm:hidden">
                  <bdi>{metricOf(job, name)}</bdi>
                </Td>
              ))}
              <Td className="whitespace-nowrap text-muted tabular max-lg:hidden">{explainTimes(job, now)}</Td>
              <Td className="text-right whitespace-nowrap text-muted max-sm:hidden">
                <Timestamp at={job.createdAt} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </JobTableKeys>
  );
}

function metricOf(job: JobRow, name: string): string {
  const metric = job.metrics?.find((each) => each.name === name);
  return metric ? formatMetric(metric.value) : "";
}

/** The chosen metrics below the name, on a phone. */
function MetricLine({ job, columns }: { job: JobRow; columns: string[] }) {
  const shown = columns.filter((name) => metricOf(job, name) !== "");
  return (
    <span className="block truncate text-13 text-muted tabular sm:hidden">
      {shown.map((name) => (
        <bdi key={name} className="mr-3">
          {displayName(name)} {metricOf(job, name)}
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
