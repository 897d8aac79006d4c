import { readAuditQuery, toAuditFilter } from "@/components/manage/audit-query";
import { exportAudit } from "@/server/audit/export";
import { actorOfBrowser } from "@/server/auth/from-request";
import { allow, api } from "@/server/http";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api((request, { actor }) => {
    const query = readAuditQuery(Object.fromEntries(new URL(request.url).searchParams));
    const headers = {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="audit.csv"',
      "cache-control": "no-store",
    };
    return new Response(exportAudit(actor, toAuditFilter(query)), { headers });
  }, actorOfBrowser),
});
