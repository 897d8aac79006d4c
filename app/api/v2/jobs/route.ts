import { listJobSummaries, listJobsOperation } from "@/server/api/jobs";
import { allowV2, handle } from "@/server/http/api-v2";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(listJobsOperation, (actor, { query }) => listJobSummaries(actor, query)),
});
