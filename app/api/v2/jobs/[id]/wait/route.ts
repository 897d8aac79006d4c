import { awaitJob, waitForJob } from "@/server/api/jobs";
import { allowV2, handle } from "@/server/http/api-v2";
import { untilGone } from "@/server/http/stopping";

// The web process calls it without Next (bin/web/direct-answers.ts).
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(waitForJob, (actor, { params, query, request }) =>
    awaitJob(actor, params.id, { seconds: query.timeout, signal: untilGone(request) }),
  ),
});
