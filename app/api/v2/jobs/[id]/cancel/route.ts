import { cancelAndDescribe, cancelJob } from "@/server/api/jobs";
import { allowV2, handle } from "@/server/http/api-v2";
import { jobOrNothing } from "@/server/http/job-response";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  POST: handle(cancelJob, async (actor, { params, query }) =>
    jobOrNothing(await cancelAndDescribe(actor, params.id, query)),
  ),
});
