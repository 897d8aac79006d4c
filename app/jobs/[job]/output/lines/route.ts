import { actorOfBrowser } from "@/server/auth/from-request";
import { guardHeaders } from "@/server/files/download";
import { allow, api } from "@/server/http";
import { getJobHandle } from "@/server/jobs/queries";
import { readLineRange, readLines } from "@/server/output/lines";

// `?from=` (0 is the first line) and `?count=`, at most 1,000: the terminal's window of a long log.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string }>({
  GET: api(async (request, { params, actor }) => {
    const { from, count } = readLineRange(new URL(request.url).searchParams);
    const job = await getJobHandle(actor, params.job);
    const headers = { ...guardHeaders(), "cache-control": "private, no-store" };
    return Response.json(await readLines(job, from, count), { headers });
  }, actorOfBrowser),
});
