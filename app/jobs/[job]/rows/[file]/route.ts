import { actorOfBrowser } from "@/server/auth/from-request";
import { guardHeaders } from "@/server/files/download";
import { allow, api } from "@/server/http";
import { readTable, readTableQuery } from "@/server/jobs/table-rows";

// Rows of a CSV or TSV file: `?at` says where to go on, `?sort` by which column (from 0), `?desc` the other way round.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ job: string; file: string }>({
  GET: api(async (request, { params, actor }) => {
    const query = readTableQuery(new URL(request.url).searchParams);
    const headers = { ...guardHeaders(), "cache-control": "private, no-cache" };
    return Response.json(await readTable(actor, params, query), { headers });
  }, actorOfBrowser),
});
