import { z } from "zod";
import { explainWaiting } from "@/components/jobs/explain-waiting";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { noEvents, sendEvents } from "@/server/http/event-stream";
import { readQuery } from "@/server/http/query";
import { findJobStream } from "@/server/jobs/find-stream";
import { jobCursorQuery, readCursor } from "@/server/jobs/stream";
import { missedSecondsQuery } from "@/server/jobs/stream-list";

// `?from` is a cursor, like `Last-Event-ID`. With `?bar`, the stream includes the events of `/jobs/stream?missed=<bar>`.
const streamQuery = jobCursorQuery.extend({
  from: z.string().nullable().default(null),
  bar: missedSecondsQuery.shape.missed.optional(),
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string }>({
  GET: api(async (request, { params, actor }) => {
    const { from, bar, file, ...shown } = readQuery(streamQuery, request);
    const resumed = readCursor(request.headers.get("last-event-id") ?? from);
    const open = await findJobStream(actor, params.job, {
      cursor: resumed ?? { ...shown, fileId: file },
      isReconnect: resumed !== null,
      list: bar === undefined ? null : { missedSeconds: bar },
      explainWaiting,
      findActor: () => actorOfBrowser(request),
    });
    return open ? sendEvents(request, open, { retryMs: 1000 }) : noEvents();
  }, actorOfBrowser),
});
