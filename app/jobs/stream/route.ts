import { actorOfBrowser } from "@/server/auth/from-request";
import { toBody } from "@/server/files/stream";
import { allow, api } from "@/server/http";
import { streamJobList } from "@/server/jobs/stream-list";

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

// Server-sent events of the bar and of lists. 204 tells a browser that nobody knows to stay away.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (request, { actor }) => {
    if (actor.kind === "anonymous" && !actor.browserHash) return new Response(null, { status: 204 });
    const events = (signal: AbortSignal) =>
      streamJobList(() => actorOfBrowser(request), AbortSignal.any([signal, request.signal]));
    return new Response(toBody(events), { headers });
  }, actorOfBrowser),
});
