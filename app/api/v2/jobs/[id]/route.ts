import { changeAndDescribe, deleteJobOperation, describeJob, getJob, patchJob, removeJob } from "@/server/api/jobs";
import { allowV2, handle } from "@/server/http/api-v2";
import { jobOrNothing } from "@/server/http/job-response";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getJob, (actor, { params }) => describeJob(actor, params.id)),
  PATCH: handle(patchJob, async (actor, { params, body }) =>
    jobOrNothing(await changeAndDescribe(actor, params.id, body)),
  ),
  DELETE: handle(deleteJobOperation, async (actor, { params }) => {
    await removeJob(actor, params.id);
    return new Response(null, { status: 204 });
  }),
});
