import { listFiles } from "@/server/api/job-files";
import { getOutputOperation, outputTypeOf } from "@/server/api/job-output";
import { actorFromRequest } from "@/server/auth/from-request/actor";
import { allowV2, handle } from "@/server/http/api-v2";
import { guardHeaders } from "@/server/http/download";
import { noEvents, sendEvents } from "@/server/http/event-stream";
import { sendLines, toBody } from "@/server/http/stream";
import { followOutput, readOutputCursor } from "@/server/jobs/follow-output";
import { getJobHandle } from "@/server/jobs/queries";
import { readOutputAs } from "@/server/output/bytes";
import { readOutputBytes } from "@/server/output/read";

// Event streams are answered outside Next: see bin/web/direct-answers.ts.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowV2({
  GET: handle(getOutputOperation, async (actor, { params: { id }, query, request }) => {
    const { from, files, ...format } = query;
    const type = outputTypeOf(request.headers.get("accept"));
    if (type === "text/event-stream") {
      const cursor = readOutputCursor(request.headers.get("last-event-id")) ?? { attempt: null, from, hasEnd: false };
      const findActor = () => actorFromRequest(request);
      const listAtEnd = async (limit: number) => ({
        files: await listFiles(await findActor(), id, { direction: "output", limit }),
      });
      const describeEnd = files === undefined ? undefined : () => listAtEnd(files);
      const open = await followOutput(actor, id, { cursor, ...format, findActor, describeEnd });
      return open ? sendEvents(request, open, { retryMs: 1000 }) : noEvents();
    }
    const job = await getJobHandle(actor, id);
    if (type === "application/x-ndjson") return sendLines(type, () => readOutputAs(job, query));
    const { stream } = format;
    const body = toBody(() => readOutputBytes(job, { stream, start: from, end: Number.MAX_SAFE_INTEGER }));
    return new Response(body, { headers: { ...guardHeaders(), "content-type": "text/plain; charset=utf-8" } });
  }),
});
