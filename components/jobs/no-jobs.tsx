import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { type JobListQuery, jobListPath } from "./job-list-query";

/** Why a list of jobs is empty, and what to do. */
export function NoJobs({ query, hasMore }: { query: JobListQuery; hasMore: boolean }) {
  if (hasMore) return <EmptyState title="None among the newest jobs">Older ones may match: load them.</EmptyState>;
  const isFiltered = query.state || query.script || query.text || query.username;
  if (isFiltered || query.before)
    return (
      <EmptyState
        title="No job matches"
        action={
          <ButtonLink href={jobListPath(query, { state: null, script: null, text: "", username: null })}>
            Clear the filters
          </ButtonLink>
        }
      />
    );
  const texts = {
    mine: ["You have not run anything yet", "Choose a script, fill in its form and run it: the job appears here."],
    public: ["No public results yet", "A job is listed here once its owner shares it with everybody."],
    queue: ["Nothing waits or runs", "Jobs appear here while they wait for a worker and while they run."],
    all: ["No jobs yet", "Every job of this site appears here."],
  } as const;
  const [title, text] = texts[query.scope];
  return (
    <EmptyState title={title} action={<ButtonLink href="/">All scripts</ButtonLink>}>
      {text}
    </EmptyState>
  );
}
