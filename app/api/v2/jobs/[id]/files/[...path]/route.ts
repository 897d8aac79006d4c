import { getFileOperation, readFilePath } from "@/server/api/job-files";
import { allowV2, handle } from "@/server/http/api-v2";
import { sendStored } from "@/server/http/download";
import { getJobFileByPath } from "@/server/jobs/download";

// The web process sends the file, with its ranges: see bin/web/send-file.ts.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getFileOperation, async (actor, { params, query: { direction }, request }) => {
    const file = await getJobFileByPath(actor, params.id, { path: readFilePath(request.url), direction });
    return sendStored(request, file, "attachment");
  }),
});
