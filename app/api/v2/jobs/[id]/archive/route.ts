import { getArchiveOperation } from "@/server/api/job-files";
import { allowV2, handle } from "@/server/http/api-v2";
import { sendStreamed } from "@/server/http/download";
import { archiveJob } from "@/server/jobs/archive";
import { getJobHandle } from "@/server/jobs/queries";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getArchiveOperation, async (actor, { params, query: { format } }) =>
    sendStreamed(archiveJob(await getJobHandle(actor, params.id), format)),
  ),
});
