import { takeSubmission } from "@/server/auth/attempts";
import { requireUser } from "@/server/auth/policy";
import { allow, api } from "@/server/http/api";
import { resubmitAsWooey } from "@/server/wooey/job-actions";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  POST: api(async (request, { params, actor }) => {
    requireUser(actor);
    await takeSubmission(actor);
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    return Response.json(await resubmitAsWooey(actor, params.id, idempotencyKey));
  }),
});
