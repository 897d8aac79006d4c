import { toAuditFilter } from "@/components/manage/audit-query";
import { exportAudit } from "@/server/audit/export";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { readQuery } from "@/server/http/query";
import { toBody } from "@/server/http/stream";
import { auditQuery } from "../query";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api((request, { actor }) => {
    const query = readQuery(auditQuery, request);
    const lines = exportAudit(actor, toAuditFilter(query));
    const headers = {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="audit.csv"',
    };
    return new Response(
      toBody(() => lines),
      { headers },
    );
  }, actorOfBrowser),
});
