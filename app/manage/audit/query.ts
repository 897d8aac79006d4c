import { z } from "zod";
import type { AuditQuery } from "@/components/manage/audit-query";
import { queryDay, queryText, queryTimeZone } from "@/server/http/query";

/** The filters in the address of the audit log and of its export. Invalid values are ignored. */
export const auditQuery = z
  .object({
    action: queryText,
    target: queryText,
    user: queryText,
    address: queryText,
    since: queryDay,
    until: queryDay,
    zone: queryTimeZone,
    before: queryText.transform((text) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)),
  })
  .transform(({ user, ...filters }): AuditQuery => ({ ...filters, username: user }));
