import type { JobStatus } from "@/db/job-state";
import { openStatuses } from "@/db/job-state";
import type { JobFilter } from "@/server/jobs/list";
import { t } from "@/server/language/text";
import { endOfDay, startOfDay } from "@/server/language/time-zone";

/** The filters by state, with the statuses that each includes. */
export const stateFilters = {
  open: { label: () => t("Open", {}, "jobs"), statuses: [...openStatuses] },
  completed: { label: () => t("Completed", {}, "jobs"), statuses: ["completed"] },
  failed: { label: () => t("Failed", {}, "jobs"), statuses: ["failed", "error", "interrupted"] },
  stopped: { label: () => t("Stopped", {}, "jobs"), statuses: ["stopped"] },
} as const satisfies Record<string, { label: () => string; statuses: JobStatus[] }>;

export const stateNames = ["open", "completed", "failed", "stopped"] as const satisfies (keyof typeof stateFilters)[];

export const scopes = ["mine", "public", "queue", "all"] as const;
export type Scope = (typeof scopes)[number];

/** As many metrics fit next to the other columns. */
export const columnsMax = 4;

/** The filters in the address of the list of jobs. */
export interface JobListQuery {
  scope: Scope;
  state: keyof typeof stateFilters | null;
  script: string | null;
  text: string;
  username: string | null;
  tag: string | null;
  /** Days such as 2026-11-22 in the time zone `zone`. The list includes both. */
  since: string | null;
  until: string | null;
  zone: string;
  before: number | null;
  /** The names of the metrics that the list shows as columns. */
  columns: string[];
}

/** The address of the list with other filters. It starts with the newest jobs. */
export function jobListPath(query: JobListQuery, change: Partial<JobListQuery>): string {
  const next = { ...query, before: null, ...change };
  const params = new URLSearchParams();
  if (next.scope !== "mine") params.set("scope", next.scope);
  if (next.state) params.set("status", next.state);
  if (next.script) params.set("script", next.script);
  if (next.username) params.set("user", next.username);
  if (next.tag) params.set("tag", next.tag);
  if (next.since) params.set("since", next.since);
  if (next.until) params.set("until", next.until);
  if ((next.since || next.until) && next.zone !== "UTC") params.set("zone", next.zone);
  if (next.text) params.set("q", next.text);
  if (next.columns.length > 0) params.set("columns", next.columns.join(","));
  if (next.before) params.set("before", String(next.before));
  return params.size > 0 ? `/jobs/?${params}` : "/jobs/";
}

export function toJobFilter(query: JobListQuery): JobFilter {
  const { scope, state, script, text, username, tag, since, until, zone, before } = query;
  return {
    scope,
    limit: 50,
    ...(state ? { status: [...stateFilters[state].statuses] } : {}),
    ...(script ? { scriptSlug: script } : {}),
    ...(text ? { text } : {}),
    ...(username ? { username } : {}),
    ...(tag ? { tag } : {}),
    ...(since ? { since: startOfDay(since, zone) } : {}),
    ...(until ? { until: endOfDay(until, zone) } : {}),
    ...(before ? { before } : {}),
  };
}

/** The jobs with this tag: the reader's, or all that the reader finds. */
export function jobTagPath(tag: string, scope: Scope): string {
  return `/jobs/?${new URLSearchParams({ ...(scope === "mine" ? {} : { scope }), tag })}`;
}
