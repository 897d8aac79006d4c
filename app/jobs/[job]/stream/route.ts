import { actorOfBrowser } from "@/server/auth/from-request";
import { toBody } from "@/server/files/stream";
import { allow, api } from "@/server/http";
import { openJobStream } from "@/server/jobs/open-stream";

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  "referrer-policy": "no-referrer",
};

// Server-sent events; `?position`, `?attempt`, `?status` and `?file` say what the browser knows. 204 tells it to stay away.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string }>({
  GET: api(async (request, { params, actor }) => {
    const events = await openJobStream(request, actor, params.job, () => actorOfBrowser(request));
    return events ? new Response(toBody(events), { headers }) : new Response(null, { status: 204 });
  }, actorOfBrowser),
});
