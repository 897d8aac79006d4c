import { userOf } from "@/server/auth/actor";
import { takeAttempt } from "@/server/auth/attempts";
import { requireUser } from "@/server/auth/policy";
import { env } from "@/server/env";
import { readUpload } from "@/server/files/upload";
import { allow, api } from "@/server/http";
import { submitAsWooey } from "@/server/jobs/wooey-submit";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string }>({
  POST: api(async (request, { params, actor }) => {
    requireUser(actor); // before a body of that size is read
    const sender = actor.kind === "apiKey" ? `key:${actor.apiKeyId}` : `user:${userOf(actor)?.id}`;
    await takeAttempt(`submit:${sender}`, env().WOOEY_LIMIT_SUBMITS_PER_SECOND, 1);
    const upload = await readUpload(request, { fileBytesMax: env().WOOEY_LIMIT_UPLOAD });
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    const { status, body } = await submitAsWooey(actor, params.slug, upload, idempotencyKey);
    return Response.json(body, { status });
  }),
});
