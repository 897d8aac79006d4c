import { awaitJob, describeOwn } from "@/server/api/jobs";
import { runScript } from "@/server/api/submit";
import { hasScope } from "@/server/auth/actor";
import { allowV2, handle } from "@/server/http/api-v2";
import { createdJob } from "@/server/http/job-response";
import { readPreferredWait } from "@/server/http/prefer";
import { untilGone } from "@/server/http/stopping";
import { checkInput, submitInput } from "@/server/jobs/submit-input";
import { WAIT_SECONDS_MAX } from "@/server/jobs/wait";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  POST: handle(runScript, async (actor, { params, query, body, files, request }) => {
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    const submission = { ...body, uploads: files, idempotencyKey };
    if (query.dryRun) return Response.json(await checkInput(actor, params.slug, submission));
    const job = await submitInput(actor, params.slug, submission);
    const seconds = readPreferredWait(request, WAIT_SECONDS_MAX);
    if (seconds === null || !hasScope(actor, "read")) return createdJob(await describeOwn(actor, job));
    const ended = await awaitJob(actor, String(job.id), { seconds, signal: untilGone(request) });
    return createdJob(ended, { "preference-applied": `wait=${seconds}` });
  }),
});
