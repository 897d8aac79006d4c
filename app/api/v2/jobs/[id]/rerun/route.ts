import { rerunAndDescribe, rerunJobOperation, resubmitAndDescribe } from "@/server/api/jobs";
import { allowV2, handle } from "@/server/http/api-v2";
import { createdJob, jobOrNothing } from "@/server/http/job-response";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  POST: handle(rerunJobOperation, async (actor, { params, body, request }) => {
    if (body.asNextAttempt) return jobOrNothing(await rerunAndDescribe(actor, params.id));
    return createdJob(await resubmitAndDescribe(actor, params.id, request.headers.get("idempotency-key") ?? undefined));
  }),
});
