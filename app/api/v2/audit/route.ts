import { listAuditOperation, listAuditPage } from "@/server/api/audit";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(listAuditOperation, (actor, { query }) => listAuditPage(actor, query)),
});
