import { takeSubmission } from "@/server/auth/attempts";
import { requireUser } from "@/server/auth/policy";
import { env } from "@/server/env";
import { allow, api } from "@/server/http/api";
import { readUpload } from "@/server/http/upload";
import { submitAsWooey } from "@/server/wooey/submit";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string }>({
  POST: api(async (request, { params, actor }) => {
    requireUser(actor); // before a body of that size is read
    await takeSubmission(actor);
    const upload = await readUpload(request, { fileBytesMax: env().WOOEY_LIMIT_UPLOAD });
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    const { status, body } = await submitAsWooey(actor, params.slug, { ...upload, idempotencyKey });
    return Response.json(body, { status });
  }),
});
