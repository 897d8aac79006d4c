import { t } from "@/server/language/text";
import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { type JobListQuery, jobListPath } from "./job-list-query";

/** Explains why a list of jobs is empty, with the next step. */
export function NoJobs({ query, hasMore }: { query: JobListQuery; hasMore: boolean }) {
  if (hasMore)
    return (
      <EmptyState title={t("No matches among the newest jobs")}>
        {t("Older jobs may match. Load them to find out.")}
      </EmptyState>
    );
  const isFiltered = query.state || query.script || query.text || query.username || query.tag;
  if (isFiltered || query.before)
    return (
      <EmptyState
        title={t("No matching jobs")}
        action={
          <ButtonLink href={jobListPath(query, { state: null, script: null, text: "", username: null, tag: null })}>
            {t("Clear filters")}
          </ButtonLink>
        }
      />
    );
  const texts = {
    mine: [
      t("You have not run anything yet"),
      t("Choose a script, fill in its form and run it. The job appears here."),
    ],
    public: [t("No public results yet"), t("A job appears here when its owner shares it with everyone.")],
    queue: [t("No waiting or running jobs"), t("Jobs appear here while they wait for a worker and while they run.")],
    all: [t("No jobs yet"), t("All jobs of this site appear here.")],
  } as const;
  const [title, text] = texts[query.scope];
  return (
    <EmptyState title={title} action={<ButtonLink href="/">{t("All scripts")}</ButtonLink>}>
      {text}
    </EmptyState>
  );
}
