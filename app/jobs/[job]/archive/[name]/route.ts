import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { readFields } from "@/server/http/body";
import { sendStreamed } from "@/server/http/download";
import { archiveFormatOf, archiveJob, selectionForm } from "@/server/jobs/archive";
import { getJobHandle } from "@/server/jobs/queries";

// Any name that ends in .zip or .tar.gz: the response says what the archive is called. GET is for all output files of the
// job, POST for those that its form selects, which can be too many for an address.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string; name: string }>({
  GET: api(async (_request, { params, actor }) => {
    const job = await getJobHandle(actor, params.job);
    return sendStreamed(archiveJob(job, archiveFormatOf(params.name)));
  }, actorOfBrowser),
  POST: api(async (request, { params, actor }) => {
    const job = await getJobHandle(actor, params.job);
    const { files } = selectionForm.parse(await readFields(request));
    return sendStreamed(archiveJob(job, archiveFormatOf(params.name), files));
  }, actorOfBrowser),
});
