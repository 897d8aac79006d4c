import { Check, Columns3 } from "lucide-react";
import type { JobRow } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { displayName } from "../ui/display-name";
import { Menu, MenuLink } from "../ui/menu";
import { columnsMax, type JobListQuery, jobListPath } from "./job-list-query";

/** A menu with the metrics of the jobs shown, which adds them to the list as columns and removes them. */
export function MetricColumns({ query, jobs }: { query: JobListQuery; jobs: JobRow[] }) {
  const names = new Set([...query.columns, ...jobs.flatMap((job) => (job.metrics ?? []).map(({ name }) => name))]);
  if (names.size === 0) return null;
  const isFull = query.columns.length >= columnsMax;
  const label = (
    <>
      <Columns3 />
      {t("Metrics")}
    </>
  );
  return (
    <Menu id="metric-columns" size="small" label={label}>
      {[...names].map((name) => {
        const isShown = query.columns.includes(name);
        const columns = isShown ? query.columns.filter((each) => each !== name) : [...query.columns, name];
        if (!isShown && isFull) return null;
        return (
          <MenuLink key={name} href={jobListPath(query, { columns, before: query.before })}>
            <Check size={14} aria-hidden className={isShown ? "text-accent" : "invisible"} />
            <bdi className="max-w-64 truncate">{displayName(name)}</bdi>
            {isShown ? <span className="sr-only">{t("(shown)")}</span> : null}
          </MenuLink>
        );
      })}
    </Menu>
  );
}
