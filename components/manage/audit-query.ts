import type { AuditFilter } from "@/server/audit/list";
import { endOfDay, startOfDay } from "@/server/language/time-zone";

/** The filters in the address of the audit log; "" for none. */
export interface AuditQuery {
  action: string;
  target: string;
  username: string;
  address: string;
  /** Days such as 2026-11-22 in the time zone `zone`. The filter includes both. */
  since: string;
  until: string;
  zone: string;
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
  if ((next.since || next.until) && next.zone !== "UTC") params.set("zone", next.zone);
  if (change.format) params.set("format", change.format);
  if (next.username) params.set("user", next.username);
  if (next.before) params.set("before", String(next.before));
  return params.size > 0 ? `${path}?${params}` : path;
}

/** Converts the days of the filter to times. */
export function toAuditFilter({
  action,
  target,
  username,
  address,
  since,
  until,
  zone,
  before,
}: AuditQuery): AuditFilter {
  return {
    ...(action ? { action } : {}),
    ...(target ? { target } : {}),
    ...(username ? { username } : {}),
    ...(address ? { address } : {}),
    ...(since ? { since: startOfDay(since, zone) } : {}),
    ...(until ? { until: endOfDay(until, zone) } : {}),
    ...(before ? { before } : {}),
  };
}
