import { actorOfBrowser } from "@/server/auth/from-request";
import { contentDisposition, guardHeaders } from "@/server/files/download";
import { toBody } from "@/server/files/stream";
import { allow, api } from "@/server/http";
import { archiveName } from "@/server/jobs/archive";
import { getJobHandle } from "@/server/jobs/queries";
import { readOutputBytes, readOutputRange } from "@/server/output/read";

// The bytes as they were written: `?stream=stdout` or `stderr` alone, `?start` and `?end` by position.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string }>({
  GET: api(async (request, { params, actor }) => {
    const range = readOutputRange(new URL(request.url).searchParams);
    const job = await getJobHandle(actor, params.job);
    const headers = {
      ...guardHeaders(),
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": contentDisposition("attachment", `${archiveName(job.name)}.log`),
      "cache-control": "private, no-store",
    };
    return new Response(
      toBody(() => readOutputBytes(job, range)),
      { headers },
    );
  }, actorOfBrowser),
});
