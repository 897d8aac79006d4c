import type { AuditFilter } from "@/server/audit/list";

/** The filters in the address of the audit log; "" for none. */
export interface AuditQuery {
  action: string;
  target: string;
  username: string;
  /** Days as in a date field: 2026-11-22. */
  since: string;
  until: string;
  before: number | null;
}

type Search = Record<string, string | string[] | undefined>;

export function readAuditQuery(search: Search): AuditQuery {
  const one = (name: string) => [search[name] ?? ""].flat()[0]?.trim().slice(0, 300) ?? "";
  const before = one("before");
  return {
    action: one("action"),
    target: one("target"),
    username: one("user"),
    since: readDay(one("since")),
    until: readDay(one("until")),
    before: /^[1-9]\d{0,14}$/.test(before) ? Number(before) : null,
  };
}

/** The address of `path` with other filters. It starts with the newest entries. */
export function auditPath(query: AuditQuery, change: Partial<AuditQuery>, path = "/manage/audit/"): string {
  const next = { ...query, before: null, ...change };
  const params = new URLSearchParams();
  for (const name of ["action", "target", "since", "until"] as const) if (next[name]) params.set(name, next[name]);
  if (next.username) params.set("user", next.username);
  if (next.before) params.set("before", String(next.before));
  return params.size > 0 ? `${path}?${params}` : path;
}

/** Days are in UTC, and the filter includes both. */
export function toAuditFilter({ action, target, username, since, until, before }: AuditQuery): AuditFilter {
  return {
    ...(action ? { action } : {}),
    ...(target ? { target } : {}),
    ...(username ? { username } : {}),
    ...(since ? { since: new Date(`${since}T00:00:00Z`) } : {}),
    ...(until ? { until: new Date(Date.parse(`${until}T00:00:00Z`) + 86_400_000) } : {}),
    ...(before ? { before } : {}),
  };
}

function readDay(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? text : "";
}
