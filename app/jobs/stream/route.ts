import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { noEvents, sendEvents } from "@/server/http/event-stream";
import { readQuery } from "@/server/http/query";
import { missedSecondsQuery, streamJobList } from "@/server/jobs/stream-list";

// The events of the navigation bar and of lists. A browser that has submitted no job is told not to reconnect.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api((request, { actor }) => {
    if (actor.kind === "anonymous" && !actor.browserHash) return noEvents();
    const { missed } = readQuery(missedSecondsQuery, request);
    const open = (signal: AbortSignal) =>
      streamJobList(() => actorOfBrowser(request), { missedSeconds: missed, signal });
    return sendEvents(request, open, { retryMs: 2000 });
  }, actorOfBrowser),
});
