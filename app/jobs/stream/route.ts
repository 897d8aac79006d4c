import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { noEvents, sendEvents } from "@/server/http/event-stream";
import { streamJobList } from "@/server/jobs/stream-list";

// The events of the navigation bar and of lists. A browser that has submitted no job is told not to reconnect.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api((request, { actor }) => {
    if (actor.kind === "anonymous" && !actor.browserHash) return noEvents();
    const open = (signal: AbortSignal) => streamJobList(() => actorOfBrowser(request), signal);
    return sendEvents(request, open, { retryMs: 2000 });
  }, actorOfBrowser),
});
