import { allow, api } from "@/server/http";
import { resubmitAsWooey } from "@/server/jobs/wooey-actions";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ id: string }>({
  POST: api(async (request, { params, actor }) => {
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    return Response.json(await resubmitAsWooey(actor, params.id, idempotencyKey));
  }),
});
