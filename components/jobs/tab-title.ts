import type { JobStatus } from "@/db/job-state";

/** The sign of each state in the title of a tab. */
const signs: Record<JobStatus, string> = {
  submitted: "◌",
  queued: "◌",
  running: "◐",
  completed: "✓",
  failed: "✕",
  error: "!",
  stopped: "■",
  interrupted: "!",
};

/** The title of a job's page: "◐ name". */
export function jobTitle(name: string, status: JobStatus): string {
  return `${signs[status]} ${name}`;
}

/** The title with the state and progress that the page knows now: "◐ 45 % · name". */
export function updateTitle(title: string, status: JobStatus, percent: number | null): string {
  // Between two pages, the title may still be that of the page before.
  const name = /^[◌◐✓✕!■] (?:\d+ % · )?(.*)/s.exec(title)?.[1];
  if (name === undefined) return title;
  return jobTitle(percent === null ? name : `${percent} % · ${name}`, status);
}
