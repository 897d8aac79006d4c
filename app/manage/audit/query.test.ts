import { describe, expect, test } from "vitest";
import { auditPath, toAuditFilter } from "@/components/manage/audit-query";
import { readQuery } from "@/server/http/query";
import { auditQuery } from "./query";

const noFilters = {
  action: "",
  target: "",
  username: "",
  address: "",
  since: "",
  until: "",
  zone: "UTC",
  before: null,
};

describe("the address of the audit", () => {
  test("contains the filters, and is read back unchanged", () => {
    const query = {
      action: "user",
      target: "script:a&b",
      username: "zoë",
      address: "2001:db8::1",
      since: "2026-01-31",
      until: "2026-02-01",
      zone: "Europe/Berlin",
      before: 7,
    };
    const { searchParams, pathname } = new URL(auditPath(query, { before: 7 }, "/x"), "http://site.invalid");
    expect([pathname, readQuery(auditQuery, Object.fromEntries(searchParams))]).toEqual(["/x", query]);
    expect(auditPath(query, { ...noFilters })).toBe("/manage/audit/");
  });

  test("ignores invalid values", () => {
    expect(readQuery(auditQuery, { since: "yesterday", until: "2026-13-45", before: "-1", action: [" "] })).toEqual(
      noFilters,
    );
    expect(toAuditFilter(noFilters)).toEqual({});
  });

  test("includes the full last day", () => {
    const filter = toAuditFilter({ ...noFilters, since: "2026-02-28", until: "2026-02-28" });
    expect(filter.since?.toISOString()).toBe("2026-02-28T00:00:00.000Z");
    expect(filter.until?.toISOString()).toBe("2026-03-01T00:00:00.000Z");
  });
});
