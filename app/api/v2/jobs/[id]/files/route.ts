import { listFiles, listFilesOperation } from "@/server/api/job-files";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(listFilesOperation, (actor, { params, query }) => listFiles(actor, params.id, query)),
});
