import type { AuditFilter } from "@/server/audit/list";

/** The filters in the address of the audit log; "" for none. */
export interface AuditQuery {
  action: string;
  target: string;
  username: string;
  address: string;
  /** Days as in a date field: 2026-11-22. */
  since: string;
  until: string;
  before: number | null;
}

/** The address of `path` with other filters. The list then starts with the newest entries. */
export function auditPath(
  query: AuditQuery,
  change: Partial<AuditQuery & { format: "json" }>,
  path = "/manage/audit/",
): string {
  const next = { ...query, before: null, ...change };
  const params = new URLSearchParams();
  for (const name of ["action", "target", "address", "since", "until"] as const)
    if (next[name]) params.set(name, next[name]);
  if (change.format) params.set("format", change.format);
  if (next.username) params.set("user", next.username);
  if (next.before) params.set("before", String(next.before));
  return params.size > 0 ? `${path}?${params}` : path;
}

/** Converts the days of the filter to times. Days are in UTC, and the filter includes both. */
export function toAuditFilter({ action, target, username, address, since, until, before }: AuditQuery): AuditFilter {
  return {
    ...(action ? { action } : {}),
    ...(target ? { target } : {}),
    ...(username ? { username } : {}),
    ...(address ? { address } : {}),
    ...(since ? { since: new Date(`${since}T00:00:00Z`) } : {}),
    ...(until ? { until: new Date(Date.parse(`${until}T00:00:00Z`) + 86_400_000) } : {}),
    ...(before ? { before } : {}),
  };
}
