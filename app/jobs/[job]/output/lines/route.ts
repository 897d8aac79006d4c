import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { allow, api } from "@/server/http/api";
import { guardHeaders } from "@/server/http/download";
import { readQuery } from "@/server/http/query";
import { getJobHandle } from "@/server/jobs/queries";
import { lineRangeQuery, readLines } from "@/server/output/lines";

// `?count` lines, at most 1,000, starting with line `?from`, counted from 0: for the terminal's view of a long log.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string }>({
  GET: api(async (request, { params, actor }) => {
    const { from, count } = readQuery(lineRangeQuery, request);
    const job = await getJobHandle(actor, params.job);
    return Response.json(await readLines(job, from, count), { headers: guardHeaders() });
  }, actorOfBrowser),
});
