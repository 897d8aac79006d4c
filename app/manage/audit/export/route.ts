import { z } from "zod";
import { toAuditFilter } from "@/components/manage/audit-query";
import { exportAudit } from "@/server/audit/export";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { readQuery } from "@/server/http/query";
import { toBody } from "@/server/http/stream";
import { auditQuery } from "../query";

const contentTypes = { csv: "text/csv; charset=utf-8", json: "application/x-ndjson; charset=utf-8" };
const formatQuery = z.object({ format: z.enum(["csv", "json"]).catch("csv") });

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api((request, { actor }) => {
    const query = readQuery(auditQuery, request);
    const { format } = readQuery(formatQuery, request);
    const lines = exportAudit(actor, toAuditFilter(query), format);
    const headers = {
      "content-type": contentTypes[format],
      "content-disposition": `attachment; filename="audit.${format === "csv" ? "csv" : "jsonl"}"`,
    };
    return new Response(
      toBody(() => lines),
      { headers },
    );
  }, actorOfBrowser),
});
