import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { sendStreamed } from "@/server/http/download";
import { readQuery } from "@/server/http/query";
import { archiveName } from "@/server/jobs/archive";
import { getJobHandle } from "@/server/jobs/queries";
import { outputRangeQuery, readOutputBytes } from "@/server/output/read";

// The output as it was written: one stream with `?stream=stdout` or `stderr`, and a part of it with `?start` and `?end`.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string }>({
  GET: api(async (request, { params, actor }) => {
    const range = readQuery(outputRangeQuery, request);
    const job = await getJobHandle(actor, params.job);
    return sendStreamed({
      filename: `${archiveName(job.name)}.log`,
      mediaType: "text/plain; charset=utf-8",
      open: () => readOutputBytes(job, range),
    });
  }, actorOfBrowser),
});
