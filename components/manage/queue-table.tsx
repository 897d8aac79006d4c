import { t } from "@/server/language/text";
import type { QueuedJob } from "@/server/workers/queue";
import { explainWaiting } from "../jobs/explain-waiting";
import { Link } from "../ui/link";
import { Table, Td, Th } from "../ui/table";
import { Timestamp } from "../ui/timestamp";

/** A table of the waiting jobs in the order in which workers claim them, with the reason why each waits. */
export function QueueTable({ jobs }: { jobs: QueuedJob[] }) {
  return (
    <Table label={t("Waiting jobs")}>
      <thead>
        <tr>
          <Th className="text-right">{t("Position")}</Th>
          <Th>{t("Job")}</Th>
          <Th className="max-md:hidden">{t("Script")}</Th>
          <Th className="max-sm:hidden">{t("By")}</Th>
          <Th className="max-sm:hidden">{t("Why it waits")}</Th>
          <Th className="text-right">{t("Waiting since")}</Th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.id} className="hover:bg-hover">
            <Td className="text-right tabular">{job.position}</Td>
            <Td className="w-full max-w-0 min-w-32 sm:w-1/3">
              <Link href={`/jobs/${job.id}/`} className="block truncate font-medium hover:text-accent hover:underline">
                <bdi>{job.name}</bdi>
              </Link>
              <span className="block text-13 text-muted sm:hidden">{explainWaiting(job)}</span>
            </Td>
            <Td className="max-w-56 truncate text-muted max-md:hidden">{job.script.name}</Td>
            <Td className="max-w-40 truncate text-muted max-sm:hidden">{job.username ?? t("a visitor")}</Td>
            <Td className="text-muted max-sm:hidden">{explainWaiting(job)}</Td>
            <Td className="text-right text-muted">
              <Timestamp at={job.createdAt} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

interface WaitingCountsProps {
  label: string;
  rows: { name: string; href: string; waiting: number }[];
}

/** A table of the numbers of waiting jobs by script or by user. */
export function WaitingCounts({ label, rows }: WaitingCountsProps) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{label}</Th>
          <Th className="text-right">{t("Waiting")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.href}>
            <Td className="max-w-0 w-full truncate">
              <Link href={row.href} className="hover:text-accent hover:underline">
                {row.name}
              </Link>
            </Td>
            <Td className="text-right tabular">{row.waiting}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
