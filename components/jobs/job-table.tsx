import type { JobRow } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { displayName } from "../ui/display-name";
import { Link } from "../ui/link";
import { Table, Td, Th } from "../ui/table";
import { Timestamp } from "../ui/timestamp";
import { explainTimes } from "./explain-end";
import { JobNameCell, metricText } from "./job-name-cell";
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
              <JobNameCell job={job} columns={columns} hrefOfTag={hrefOfTag} />
              <Td className="max-w-56 truncate text-muted max-sm:hidden">
                <Link href={`/scripts/${job.script.slug}/`} className="hover:text-accent hover:underline">
                  {job.script.name}
                </Link>
              </Td>
              {showsOwner ? <Td className="text-muted max-md:hidden">{job.owner?.name ?? t("anonymous")}</Td> : null}
              {columns.map((name) => (
                <Td key={name} className="max-w-40 truncate text-right tabular max-sm:hidden">
                  <bdi>{metricText(job, name)}</bdi>
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
